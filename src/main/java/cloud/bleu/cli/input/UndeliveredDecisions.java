package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.credential.ShownText;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.translate.finding.ObjectRef;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Workloads whose status says that what is decided for them is refused. What they leave may run on,
 * and the operator gives nobody else that room; a plan sees the decision alone.
 */
public final class UndeliveredDecisions {

  private static final Set<String> REASONS =
      Set.of(
          "PlacementNotWritten",
          "GateNotWritten",
          DeliveryProblem.REFUSED,
          DeliveryProblem.REJECTED);

  private UndeliveredDecisions() {}

  /** Names them in a note on standard error; prints nothing if there are none. */
  public static void note(List<BleuWorkload> workloads, IOStreams streams) {
    Set<String> undelivered =
        workloads.stream()
            .filter(UndeliveredDecisions::isSaidBy)
            .map(w -> ObjectRef.workload(w).toString())
            .collect(Collectors.toCollection(TreeSet::new));
    if (!undelivered.isEmpty()) {
      streams
          .err()
          .println(
              ShownText.visible(
                  "note: what is decided for "
                      + String.join(", ", undelivered)
                      + " is refused; the operator keeps the room that they are to leave until they"
                      + " have left it, and here it counts as free; see the status of each"));
    }
  }

  private static boolean isSaidBy(BleuWorkload workload) {
    return workload.getStatus() != null
        && workload.getStatus().conditions().stream()
            .anyMatch(c -> REASONS.contains(c.getReason()));
  }
}
