package cloud.bleu.translate.load;

import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replicas that run, or are to, though no decision counts them: an engine has them by an order that
 * is this operator's to give, and that it has not decided yet or decides no more.
 *
 * @param of the workload that takes them over once something is decided for it; null: there is none
 * @param ordered by zone, those that are ordered or run there, whichever are more
 * @param running those of them that run, by zone
 * @param one what each of them asks by the word of the engine; null where that cannot be read
 * @param summed what of that is surely in the sum that the engine reports of a cluster
 */
public record UndecidedReplicas(
    @Nullable WorkloadId of,
    SortedMap<String, Integer> ordered,
    SortedMap<String, Integer> running,
    @Nullable Quantities one,
    Quantities summed) {

  public UndecidedReplicas {
    ordered = new TreeMap<>(ordered);
    running = new TreeMap<>(running);
  }
}
