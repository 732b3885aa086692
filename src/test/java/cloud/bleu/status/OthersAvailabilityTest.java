package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.status.fault.PodFault;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OthersAvailabilityTest {

  @Test
  void podsThatExcludeEveryZoneAreToldFromThoseWithoutRoom() {
    ObservedChildren.Others others =
        new ObservedChildren.Others(true, 2, null, null, "a: node selector asks for x=y");
    Cause cause =
        OthersAvailability.of(
            new ObservedChildren(new TreeMap<>(), List.of(), true, false, null, false, others),
            others,
            List.of(new Assignment("a", 1, null, null)));
    assertEquals("false PodsExcludeZones", cause.holds() + " " + cause.reason());
    assertEquals(
        "pods wait that no zone of the decision can take: a: node selector asks for x=y; take that"
            + " out of their template, or have the workload leave these zones: deny them by rule"
            + " zones in a SovereigntyPolicy for that workload, with onViolation: MoveNow",
        cause.message());
  }

  /** It holds room of its zone; that a pod of others ends or is not ready is theirs to mend. */
  @Test
  void podWithoutANodeIsTold() {
    ObservedChildren.Others others = new ObservedChildren.Others(true, 0);
    TreeMap<String, PodFault> faults = new TreeMap<>();
    faults.put("a", new PodFault(PodFault.Stage.Start, "CrashLoopBackOff", "ends"));
    ObservedChildren observed =
        new ObservedChildren(new TreeMap<>(), List.of(), true, false, null, false, others);
    assertEquals(
        "PodsLetIn", OthersAvailability.of(observed.with(faults), others, List.of()).reason());
    faults.put("b", new PodFault(PodFault.Stage.Scheduling, "Unschedulable", "full"));
    Cause cause = OthersAvailability.of(observed.with(faults), others, List.of());
    assertEquals("false Unschedulable", cause.holds() + " " + cause.reason());
    assertEquals("pods that are let in take room and get no node; in b: full", cause.message());
  }

  /** One pod is decided for a; so many stand in a and in b, and so many wait. */
  @ParameterizedTest
  @CsvSource({
    "true,  0, 0, 0, true,  PodsLetIn",
    "true,  1, 0, 0, true,  PodsLetIn",
    "true,  2, 0, 0, true,  PodsOutsideDecision",
    "true,  0, 1, 0, true,  PodsOutsideDecision",
    "true,  1, 0, 1, false, PodsWaiting",
    "false, 1, 1, 0, true,  NotConstrained",
    "false, 1, 0, 1, false, PodsWaiting"
  })
  void availableIsWhoeverHasNotToWait(
      boolean enforced, int inA, int inB, int waiting, boolean available, String reason) {
    TreeMap<String, ObservedChildren.InZone> zones = new TreeMap<>();
    zones.put("a", new ObservedChildren.InZone(inA, inA, inA, ObservedChildren.Progress.Done));
    zones.put("b", new ObservedChildren.InZone(inB, inB, inB, ObservedChildren.Progress.Done));
    ObservedChildren.Others others = new ObservedChildren.Others(enforced, waiting);
    Cause cause =
        OthersAvailability.of(
            new ObservedChildren(zones, List.of(), true, false, null, false, others),
            others,
            List.of(new Assignment("a", 1, null, null)));
    assertEquals(available + " " + reason, cause.holds() + " " + cause.reason());
  }
}
