package cloud.bleu.placement.simulation;

import java.time.Instant;
import java.util.List;

/**
 * What a simulated loss does to everything.
 *
 * @param at the instant of the estate that it was run on
 * @param tried whether any of its zones was in service; false: it had happened already
 * @param verdicts one for each workload, the worst first
 */
public record DrillResult(Loss loss, Instant at, boolean tried, List<DrillVerdict> verdicts) {

  public DrillResult {
    verdicts = verdicts.stream().sorted().toList();
  }

  /** Whether it was tried, and no workload is broken a promise. */
  public boolean passed() {
    return tried && count(DrillOutcome.Breaches) == 0;
  }

  /** Workloads with that outcome. */
  public int count(DrillOutcome outcome) {
    return (int) verdicts.stream().filter(v -> v.outcome() == outcome).count();
  }

  /** The verdicts on workloads that the loss concerns, the worst first. */
  public List<DrillVerdict> concerned() {
    return verdicts.stream().filter(v -> v.outcome() != DrillOutcome.NotConcerned).toList();
  }

  /** Replicas in the zones that are lost. */
  public int lost() {
    return verdicts.stream().mapToInt(DrillVerdict::lost).sum();
  }

  /** Replicas that find no place any more. */
  public int missing() {
    return verdicts.stream().mapToInt(DrillVerdict::missing).sum();
  }
}
