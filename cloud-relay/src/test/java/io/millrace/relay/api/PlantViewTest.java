package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.relay.access.Rights;
import io.millrace.relay.access.Role;
import io.millrace.v1.Case;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlantViewTest {
  private static final Case OF_GRAZ = Case.newBuilder().setId(7).setPlant("acme/graz").build();
  private static final Case OF_LINZ = Case.newBuilder().setId(8).setPlant("acme/linz").build();

  /** For example that a target refuses the relay's credentials. */
  private static final Case OF_NO_PLANT = Case.newBuilder().setId(9).build();

  @Test
  void whoSeesOnePlantSeesItsCasesAlone() {
    PlantView graz = new PlantView(new Rights("graz", Role.OPERATOR, Optional.of("acme/graz")));

    assertThat(graz.one(OF_GRAZ)).isSameAs(OF_GRAZ);
    assertThatThrownBy(() -> graz.one(OF_LINZ)).hasMessage("NOT_FOUND: no case 8");
    assertThatThrownBy(() -> graz.one(OF_NO_PLANT)).hasMessage("NOT_FOUND: no case 9");
  }

  @Test
  void whoSeesAllSeesThoseOfNoPlantToo() {
    PlantView all = new PlantView(new Rights("all", Role.VIEWER, Optional.empty()));

    assertThat(all.one(OF_NO_PLANT)).isSameAs(OF_NO_PLANT);
    assertThat(all.one(OF_LINZ)).isSameAs(OF_LINZ);
  }
}
