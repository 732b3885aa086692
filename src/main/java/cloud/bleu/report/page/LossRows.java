package cloud.bleu.report.page;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.HubLoss;
import cloud.bleu.placement.simulation.BrokenTerm;
import cloud.bleu.placement.simulation.DrillOutcome;
import cloud.bleu.placement.simulation.DrillVerdict;
import cloud.bleu.placement.simulation.Loss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What each loss that was simulated does to the workloads that are shown. */
final class LossRows {
  private final HubLoss hub;
  private final ShownNames names;
  private final WorkloadRows workloads;
  private final SimulatedLosses simulated;
  private final SilenceRows silence;
  private final Map<SortedSet<String>, Outcome> outcomes = new HashMap<>();
  private final Set<String> ids = new TreeSet<>();

  LossRows(
      Estate estate,
      SimulatedLosses simulated,
      ShownNames names,
      WorkloadRows workloads,
      PageSentences sentences) {
    this.silence = new SilenceRows(estate, names, sentences);
    this.hub = new HubLoss(estate);
    this.simulated = simulated;
    this.names = names;
    this.workloads = workloads;
  }

  /** What the loss of some zones does to the workloads that are shown. */
  private record Outcome(
      int lost,
      int moves,
      int missing,
      int broken,
      int unprotected,
      int breaches,
      List<Page.Survival> survives,
      List<PageLoss.Effect> effects,
      List<PageLoss.Unreported> unreported) {}

  List<PageLoss> rows() {
    return simulated.losses().stream().map(this::row).toList();
  }

  private PageLoss row(Loss loss) {
    Outcome outcome = outcomes.get(loss.zones());
    if (outcome == null) {
      outcome = outcome(loss);
      outcomes.put(loss.zones(), outcome);
    }
    return new PageLoss(
        id(loss),
        loss.scope().name(),
        loss.value(),
        List.copyOf(loss.zones()),
        outcome.lost(),
        outcome.moves(),
        outcome.missing(),
        outcome.broken(),
        outcome.unprotected(),
        outcome.breaches(),
        outcome.survives(),
        outcome.effects(),
        outcome.unreported(),
        workloads.reason(hub.takes(loss.zones()) ? hub.reason() : null));
  }

  /** {@code lose-ct-az05} for a zone, {@code lose-site-par7s} for others; each once. */
  private String id(Loss loss) {
    String typed = loss.typed();
    String text =
        (typed.startsWith("zone/") ? loss.value() : typed.replace('/', '-'))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9-]+", "-");
    String id = "lose-" + text;
    for (int i = 2; !ids.add(id); i++) {
      id = "lose-" + text + "-" + i;
    }
    return id;
  }

  private Outcome outcome(Loss loss) {
    List<PageLoss.Effect> effects = new ArrayList<>();
    List<List<Decision.Tolerance>> tolerances = new ArrayList<>();
    int lost = 0;
    int moves = 0;
    int missing = 0;
    int broken = 0;
    int unprotected = 0;
    int breaches = 0;
    for (SimulatedLosses.Answer answer : simulated.answers(loss)) {
      DrillVerdict verdict = answer.verdict();
      if (!names.isShown(verdict.id())) {
        continue;
      }
      tolerances.add(answer.tolerates());
      lost += verdict.lost();
      moves += moves(answer.changes());
      missing += verdict.missing();
      broken += verdict.outcome() == DrillOutcome.Breaches ? 1 : 0;
      unprotected += verdict.outcome() == DrillOutcome.Unprotected ? 1 : 0;
      breaches += answer.breaches().isEmpty() ? 0 : 1;
      if (verdict.outcome() != DrillOutcome.NotConcerned
          || !answer.changes().isEmpty()
          || !answer.breaches().isEmpty()) {
        effects.add(effect(answer));
      }
    }
    return new Outcome(
        lost,
        moves,
        missing,
        broken,
        unprotected,
        breaches,
        SurvivalCounts.of(tolerances),
        effects,
        silence.rows(loss.zones(), simulated.unreported(loss)));
  }

  private PageLoss.Effect effect(SimulatedLosses.Answer answer) {
    DrillVerdict verdict = answer.verdict();
    BrokenTerm term = verdict.broken();
    return new PageLoss.Effect(
        names.namespace(verdict.id()),
        names.name(verdict.id()),
        verdict.outcome().name(),
        verdict.before(),
        verdict.lost(),
        verdict.after(),
        term == null ? null : term.term(),
        term == null ? null : workloads.reason(term.reason()),
        answer.breaches(),
        answer.changes(),
        WorkloadRows.tolerates(answer.tolerates()));
  }

  /** Replicas that stand in another zone: those that came, of as many as went. */
  private static int moves(List<PageLoss.Change> changes) {
    int came = changes.stream().mapToInt(c -> Math.max(0, c.after() - c.before())).sum();
    int went = changes.stream().mapToInt(c -> Math.max(0, c.before() - c.after())).sum();
    return Math.min(came, went);
  }
}
