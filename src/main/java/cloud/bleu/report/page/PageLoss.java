package cloud.bleu.report.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator would decide at once if this were lost. It is simulated, and nothing is moved.
 *
 * @param id unique on the page, of letters, digits and hyphens
 * @param scope {@code Zone}, {@code Site}, {@code Region}, {@code Provider} or {@code
 *     failureDomains/flood}
 * @param zones that are lost
 * @param lost replicas in them
 * @param moves replicas that get another zone
 * @param missing replicas that find none
 * @param broken workloads of which what they ask for such a loss does not hold
 * @param unprotected workloads that have fewer replicas afterwards and ask for nothing
 * @param breaches workloads that then run where an enforced rule fails, and did not before
 * @param survives what is still survived afterwards
 * @param effects on the workloads that it concerns, the worst first
 * @param unreported what becomes of the workloads there while nobody reports the loss; none of it
 *     is in the counts
 * @param operator why none of it comes about yet, where the loss takes the operator; else null
 */
public record PageLoss(
    String id,
    String scope,
    String value,
    List<String> zones,
    int lost,
    int moves,
    int missing,
    int broken,
    int unprotected,
    int breaches,
    List<Page.Survival> survives,
    List<Effect> effects,
    List<Unreported> unreported,
    PageWorkload.@Nullable Reason operator) {

  /**
   * What becomes of a workload.
   *
   * @param outcome as {@code bleu drill} names it; {@code NotConcerned} for one that only makes
   *     room
   * @param before replicas in zones that are in service
   * @param lost those of them in the zones that are lost
   * @param after replicas afterwards
   * @param term of the workload that does not hold; null when all do
   * @param reason why it does not; null when all do
   * @param breaches codes of enforced rules that fail then and did not before
   * @param changes of counts by zone
   * @param tolerates what it still survives
   */
  public record Effect(
      String namespace,
      String name,
      String outcome,
      int before,
      int lost,
      int after,
      @Nullable String term,
      PageWorkload.@Nullable Reason reason,
      List<String> breaches,
      List<Change> changes,
      List<PageWorkload.Tolerance> tolerates) {
    public Effect {
      breaches = List.copyOf(breaches);
      changes = List.copyOf(changes);
      tolerates = List.copyOf(tolerates);
    }

    /** {@code namespace/name}; the name alone where there is no namespace. */
    public String title() {
      return namespace.isEmpty() ? name : namespace + "/" + name;
    }
  }

  /**
   * What becomes of a workload with replicas in what is lost, while nobody reports it.
   *
   * @param moves replicas that get another zone once the zones are silent for long enough
   * @param how after how long, and what of it is not certain; empty where none moves
   * @param waits replicas that stay
   */
  public record Unreported(String namespace, String name, int moves, String how, List<Wait> waits) {
    public Unreported {
      waits = List.copyOf(waits);
    }

    /** {@code namespace/name}; the name alone where there is no namespace. */
    public String title() {
      return namespace.isEmpty() ? name : namespace + "/" + name;
    }
  }

  /**
   * Replicas that stay in a zone.
   *
   * @param why they stay, and for what they wait
   */
  public record Wait(String zone, int replicas, String why) {}

  /** Replicas in a zone, before and after. */
  public record Change(String zone, int before, int after) {}

  public PageLoss {
    zones = List.copyOf(zones);
    survives = List.copyOf(survives);
    effects = List.copyOf(effects);
    unreported = List.copyOf(unreported);
  }

  /** Whether everything that is asked for such a loss holds. */
  public boolean holds() {
    return broken == 0 && breaches == 0;
  }
}
