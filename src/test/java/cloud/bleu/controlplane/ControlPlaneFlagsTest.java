package cloud.bleu.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.ControlPlaneException;
import cloud.bleu.sandbox.PlaneFlags;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A plane whose flags are wrong: {@link ControlPlaneFaultLife} has some that are right. */
@RealControlPlane
class ControlPlaneFlagsTest {
  @Test
  void processThatRefusesItsFlagsIsQuotedAndNothingIsLeft() {
    Set<Long> before = children();
    PlaneFlags wrong = PlaneFlags.of(List.of(), List.of("--no-such-flag"));
    String message =
        assertThrows(
                ControlPlaneException.class,
                () -> ControlPlane.start(ControlPlaneBinaries.find(System.getenv()), wrong))
            .getMessage();
    assertTrue(message.startsWith("kube-apiserver ended while"), message);
    assertTrue(message.contains("unknown flag: --no-such-flag"), message);
    // Those of other classes may end meanwhile.
    Set<Long> more = children();
    more.removeAll(before);
    assertEquals(Set.of(), more);
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .children()
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
