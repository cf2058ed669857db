package io.millrace.base.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class VisibleTest {
  @Test
  void aPageShowsControlCharactersInsteadOfObeyingThem() {
    StringWriter shown = new StringWriter();
    PrintWriter page = Visible.page(shown);

    page.println("PO-1\u001b[2J\u0001\tend");
    page.print('\u009b');
    page.printf("%s", "\u202eback");
    page.flush();

    assertThat(shown).hasToString("PO-1\\u001b[2J\\u0001\tend\n\\u009b\\u202eback");
  }

  @Test
  void aCellOfATableStaysInItsLine() {
    String table = new Table("order").row("PO-1\n2 closed\u0007").toString();

    assertThat(table).isEqualTo("order\nPO-1\\u000a2 closed\\u0007\n");
  }

  @Test
  void ordinaryTextStaysAsItIs() {
    assertThat(Visible.text("Größe 3 µm, 漢字 ✓")).isEqualTo("Größe 3 µm, 漢字 ✓");
    assertThat(Visible.isPlain("PO-1-001")).isTrue();
    assertThat(Visible.isPlain("PO\u0000")).isFalse();
  }
}
