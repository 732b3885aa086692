package cloud.bleu.cli.plan;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.FactSelection;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;

/** Whether a decision rests on nothing better than the press, where a policy asks for providers. */
public final class PressBasis {

  /** What is said beside such a decision. */
  public static final String SAID = "on press facts only";

  private PressBasis() {}

  /**
   * Whether an enforced rule of a policy reads facts about providers, and all of these that are
   * stated for the zones in use rest on {@code Press}.
   */
  public static boolean only(Estate estate, Workload workload, Decision decision) {
    boolean asked =
        workload.rules().stream()
            .filter(r -> r.policy() != null && r.action() == BoundRule.Action.Enforce)
            .flatMap(r -> r.rule().declaration().facts().stream())
            .anyMatch(field -> field.startsWith("CloudProvider."));
    List<StatedFact> facts = new ArrayList<>();
    for (Assignment assignment : decision.assignments()) {
      Zone zone = estate.zone(assignment.zone());
      if (zone != null && assignment.replicas() > 0) {
        FactSelection.facts(
                new ZoneRule.Question(
                    workload,
                    zone,
                    estate.provider(zone.provider()),
                    Parameters.NONE,
                    estate,
                    Link.Zone))
            .stream()
            .filter(fact -> !fact.ofZone())
            .forEach(facts::add);
      }
    }
    return asked
        && !facts.isEmpty()
        && facts.stream().allMatch(f -> f.provenanceOrNone().basis() == Basis.Press);
  }
}
