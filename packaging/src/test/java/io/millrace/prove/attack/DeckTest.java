package io.millrace.prove.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeckTest {
  private final List<Supplier<Blow>> round =
      Stream.<Supplier<Blow>>generate(Card::new).limit(9).toList();
  private final Deck deck = new Deck(() -> new ArrayList<>(round), new Random(7));

  @Test
  void eachBlowOfARoundIsDrawnOnceBeforeTheNextRoundBegins() {
    assertThat(draw(9)).containsExactlyInAnyOrderElementsOf(round);
    assertThat(draw(9)).containsExactlyInAnyOrderElementsOf(round);
  }

  @Test
  void aBlowThatIsPutBackComesAgainAfterTheNextOne() {
    Supplier<Blow> givenUp = deck.draw();
    deck.putBack(givenUp);

    List<Supplier<Blow>> rest = draw(9);
    assertThat(rest).containsExactlyInAnyOrderElementsOf(round);
    assertThat(rest.get(1)).isSameAs(givenUp);
  }

  @Test
  void theLastBlowOfARoundComesAgainAtOnceWhenItIsPutBack() {
    Supplier<Blow> last = draw(9).get(8);
    deck.putBack(last);

    assertThat(deck.draw()).isSameAs(last);
    assertThat(draw(9)).containsExactlyInAnyOrderElementsOf(round);
  }

  private List<Supplier<Blow>> draw(int count) {
    return Stream.generate(deck::draw).limit(count).toList();
  }

  private static final class Card implements Supplier<Blow> {
    @Override
    public Blow get() {
      throw new IllegalStateException("a deck only deals");
    }
  }
}
