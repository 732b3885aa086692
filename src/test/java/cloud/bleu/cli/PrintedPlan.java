package cloud.bleu.cli;

import cloud.bleu.cli.plan.Objectives;
import cloud.bleu.cli.plan.PlanTree;
import cloud.bleu.cli.plan.SetAsideRules;
import cloud.bleu.cli.terminal.Format;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.standing.RecordedFences;
import java.util.List;

/** What {@code bleu plan -o json} prints of the plan of an estate. */
public final class PrintedPlan {
  private PrintedPlan() {}

  /** The text, line ends included. */
  public static String of(Estate estate, Plan plan) {
    return Format.JSON.write(
        PlanTree.of(
            estate.zones().size(),
            plan,
            new Objectives(List.of(), estate, plan.decisions()),
            SetAsideRules.of(estate, plan),
            RecordedFences.NONE));
  }
}
