package cloud.bleu.cli;

import cloud.bleu.placement.Assignment;
import cloud.bleu.placement.BoundRule;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Outlook;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.WaiverState;
import cloud.bleu.placement.WaiverUse;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.WaiverStanding;
import java.util.ArrayList;
import java.util.List;

/**
 * A decision with everything that led to it, for a text in any language and for programs.
 *
 * @param policies that hold for the workload
 * @param ahead what changes with the days alone
 * @param idle waivers for the workload that set nothing aside now, with why not
 */
record Explained(
    Estate estate,
    Workload workload,
    Decision decision,
    List<String> policies,
    List<Outlook.Turn> ahead,
    List<WaiverStanding> idle) {

  static Explained of(Translation translation, Workload workload, Decision decision) {
    Estate estate = translation.estate();
    return new Explained(
        estate,
        workload,
        decision,
        translation.governedBy().getOrDefault(workload.id(), List.of()),
        Outlook.of(workload, estate, Outlook.DAYS),
        translation.waivers().stream()
            .filter(w -> workload.id().equals(w.workload()))
            .filter(w -> w.state() != WaiverState.InForce)
            .toList());
  }

  /** What holds where it runs, without warnings. */
  List<Told> whyHere() {
    List<Verdict> holding = new ArrayList<>();
    for (Assignment assignment : decision.assignments()) {
      Zone zone = estate.zone(assignment.zone());
      if (zone == null || assignment.replicas() == 0) {
        continue;
      }
      for (BoundRule rule : workload.rules()) {
        Verdict verdict = rule.evaluate(workload, zone, estate);
        if (!verdict.failing() && !verdict.warns() && verdict.result() != Verdict.Result.Waived) {
          holding.add(verdict);
        }
      }
    }
    return told(holding);
  }

  /** What keeps new replicas out of zones. */
  List<Told> whyNotThere() {
    return told(decision.rejected().values().stream().flatMap(List::stream).toList());
  }

  /** What fails where it runs. */
  List<Told> breaches() {
    return told(decision.violations());
  }

  List<Told> warnings() {
    return told(decision.warnings());
  }

  /** What would be a breach where it runs, and is set aside. */
  List<Told> waived() {
    return told(uses().stream().map(WaiverUse::verdict).toList());
  }

  /** The waivers that it runs under. */
  List<WaiverUse> uses() {
    return WaiverUse.of(workload, decision, estate);
  }

  Foundations foundations() {
    return new Foundations(estate, workload, decision);
  }

  private List<Told> told(List<Verdict> verdicts) {
    return Told.of(verdicts, workload, estate);
  }
}
