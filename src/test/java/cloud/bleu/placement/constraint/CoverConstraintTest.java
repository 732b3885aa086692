package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every site with a zone that the workload may use is in use, where a trial asks for that. */
class CoverConstraintTest {
  /** z1 and z2 are on one site, z3 on another, z4, which it may not use, on a third. */
  private static ConstraintScene scene() {
    return new ConstraintScene(
        CoverConstraint.INSTANCE,
        estate()
            .zone(zone("z1").cpu(9).site("s"), zone("z2").cpu(9).site("s"))
            .zone(zone("z3").cpu(9).site("t"), zone("z4").cpu(9).site("u"))
            .workload(workload("a").replicas(3).only("z1", "z2", "z3")));
  }

  @ParameterizedTest
  @CsvSource({
    "3 0 0 0, true, false",
    "2 0 1 0, true, true",
    "0 2 1 0, true, true",
    "0 0 3 0, true, false",
    "3 0 0 0, false, true",
  })
  void admits(String tried, boolean asked, boolean admitted) {
    ConstraintScene scene = scene();
    Domains sites =
        scene.trial("0 0 0 0", tried, plain -> plain).planState.topology.domains(Scope.SITE);
    List<Domains> cover = asked ? List.of(sites) : List.of();
    assertEquals(admitted, scene.admits("0 0 0 0", tried, plain -> plain.covering(cover)));
  }

  @ParameterizedTest
  @CsvSource({"3 0 0 0", "2 0 1 0"})
  void saysNothingOfWhatStands(String stands) {
    assertEquals(0, scene().count(stands));
    assertEquals("", scene().told(stands));
    assertEquals(List.of(), scene().relaxed());
  }
}
