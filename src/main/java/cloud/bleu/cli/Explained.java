package cloud.bleu.cli;

import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Outlook;
import cloud.bleu.placement.ProbableEnd;
import cloud.bleu.placement.Told;
import cloud.bleu.placement.WaiverState;
import cloud.bleu.placement.WaiverUse;
import cloud.bleu.placement.Why;
import cloud.bleu.placement.Workload;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.WaiverStanding;
import java.util.List;

/**
 * A decision with everything that led to it, for a text in any language and for programs.
 *
 * @param policies that hold for the workload
 * @param ahead what changes with the days alone
 * @param ends of qualifications that nobody states and that are probable
 * @param idle waivers for the workload that set nothing aside now, with why not
 */
record Explained(
    Estate estate,
    Workload workload,
    Decision decision,
    List<String> policies,
    List<Outlook.Turn> ahead,
    List<ProbableEnd> ends,
    List<WaiverStanding> idle) {

  static Explained of(Translation translation, Workload workload, Decision decision) {
    Estate estate = translation.estate();
    return new Explained(
        estate,
        workload,
        decision,
        translation.governedBy().getOrDefault(workload.id(), List.of()),
        Outlook.of(workload, estate, Outlook.DAYS),
        ProbableEnd.ahead(workload, estate, Outlook.DAYS),
        translation.waivers().stream()
            .filter(w -> workload.id().equals(w.workload()))
            .filter(w -> w.state() != WaiverState.InForce)
            .toList());
  }

  /** What the rules say and on which facts. */
  Why why() {
    return new Why(workload, decision, estate);
  }

  /** What would be a breach where it runs, and is set aside. */
  List<Told> waived() {
    return why().told(uses().stream().map(WaiverUse::verdict).toList());
  }

  /** The waivers that it runs under. */
  List<WaiverUse> uses() {
    return WaiverUse.of(workload, decision, estate);
  }

  /** Whether nothing better than the press speaks for the providers in use. */
  boolean onPressFactsOnly() {
    return PressFacts.only(estate, workload, decision);
  }

  Foundations foundations() {
    return new Foundations(estate, workload, decision);
  }
}
