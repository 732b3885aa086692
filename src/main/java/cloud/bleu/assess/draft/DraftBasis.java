package cloud.bleu.assess.draft;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * What is said of all drafts at once.
 *
 * @param provider the CloudProvider that alone may hold them
 * @param dataClasses of their data, as somebody states it; empty: nobody does
 * @param offered the services that the provider is known to offer, by the names of its offerings
 * @param isElsewhere whether the provider has zones in another cluster, to which what a workload
 *     needs has to go along
 * @param today the day, as the comments say it
 */
public record DraftBasis(
    String provider,
    List<String> dataClasses,
    Set<String> offered,
    boolean isElsewhere,
    LocalDate today) {
  public DraftBasis {
    dataClasses = List.copyOf(dataClasses);
    offered = Set.copyOf(offered);
  }
}
