package cloud.bleu.report.page;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** How many workloads survive any one loss, scope by scope. */
final class SurvivalCounts {
  /** In the order in which they are shown. */
  private static final List<Scope> SCOPES =
      List.of(Scope.ZONE, Scope.SITE, Scope.REGION, Scope.PROVIDER);

  private SurvivalCounts() {}

  /**
   * One for each scope.
   *
   * @param tolerances of each workload
   */
  static List<Page.Survival> of(Collection<List<Decision.Tolerance>> tolerances) {
    List<Page.Survival> survivals = new ArrayList<>();
    for (Scope scope : SCOPES) {
      int workloads = 0;
      int assumed = 0;
      for (List<Decision.Tolerance> tolerates : tolerances) {
        for (Decision.Tolerance tolerance : tolerates) {
          if (tolerance.scope().equals(scope) && tolerance.count() > 0) {
            workloads++;
            assumed += tolerance.assumed() ? 1 : 0;
          }
        }
      }
      survivals.add(new Page.Survival(scope.name(), workloads, assumed));
    }
    return survivals;
  }
}
