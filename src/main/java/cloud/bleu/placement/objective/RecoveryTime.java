package cloud.bleu.placement.objective;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.estate.Workload.Tolerate;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.DurationWords;
import cloud.bleu.placement.model.Zone;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long it takes after a loss until as many replicas are Ready as before, as stated. */
record RecoveryTime(
    RecoveryObjectives asked, Workload workload, Decision decision, LossInference inference)
    implements ObjectiveCheck.Term {

  @Override
  public ObjectiveAnswer of(AskedObjective stated, Tolerate entry) {
    String loss = entry.of().name();
    if (decision.outcome() instanceof Decision.Outcome.Suspended) {
      return stated.broken("suspend", Message.of("objective.frozen"));
    }
    boolean created = workload.closure().content() == Closure.Content.Template;
    if (entry.keep() >= workload.replicas()) {
      return created
          ? stated.holds(Message.of("objective.nothingLost", "loss", loss))
          : stated.unknown("workload", Message.of("objective.othersCreate"));
    }
    if (workload.dataBound() && workload.replication() == null) {
      return stated.broken("resilience.replication", Message.of("objective.volumesStay"));
    }
    if (entry.recover() == Recover.None) {
      return stated.broken(
          AskedObjective.entry(entry, "recover"), Message.of("objective.staysDown", "loss", loss));
    }
    if (entry.recover() == Recover.BestEffort) {
      return stated.unknown(
          AskedObjective.entry(entry, "recover"), Message.of("objective.noRoomHeld", "loss", loss));
    }
    Duration after = workload.failoverAfter();
    if (after == null) {
      return stated.unknown("resilience.failover", Message.of("objective.waitsForPerson"));
    }
    Patience patience = patience(after);
    if (patience.lasts().compareTo(stated.limit()) > 0) {
      return stated.broken(
          patience.zone() == null ? "resilience.failover.after" : "resilience.rto",
          Message.of(
              "objective.waitsLonger",
              "field",
              patience.field(),
              "zone",
              patience.zone(),
              "after",
              DurationWords.of(patience.lasts()),
              "over",
              DurationWords.of(patience.lasts().minus(stated.limit()))));
    }
    if (workload.dataBound() || workload.quorum()) {
      return stated.unknown("resilience.failover", Message.of("objective.waitsForPerson"));
    }
    if (!created) {
      return stated.unknown("workload", Message.of("objective.othersCreate"));
    }
    Message unseen = inference.missing(entry.of(), decision);
    if (unseen != null) {
      return stated.unknown(AskedObjective.entry(entry, "of"), unseen);
    }
    return start(stated, patience);
  }

  /** How long a silence lasts before replicas move, and the field that says so. */
  private record Patience(String field, @Nullable String zone, Duration lasts) {}

  /**
   * Both run from the same beginning: that of the workload, or of a zone in use if it is longer.
   */
  private Patience patience(Duration after) {
    Patience longest = new Patience("failover.after", null, after);
    for (Assignment assignment : decision.assignments()) {
      Zone zone = assignment.replicas() == 0 ? null : inference.zone(assignment.zone());
      if (zone != null && zone.silentAfter().compareTo(longest.lasts()) > 0) {
        longest = new Patience("spec.health.silentAfter", zone.name(), zone.silentAfter());
      }
    }
    return longest;
  }

  private ObjectiveAnswer start(AskedObjective stated, Patience patience) {
    Duration after = patience.lasts();
    Duration start = asked.startBudget();
    if (start == null) {
      return stated.unknown(
          "resilience.startBudget",
          Message.of(
              "objective.startUnknown",
              "field",
              patience.field(),
              "zone",
              patience.zone(),
              "after",
              DurationWords.of(after),
              "left",
              DurationWords.of(stated.limit().minus(after))));
    }
    Duration sum = after.plus(start);
    return sum.compareTo(stated.limit()) > 0
        ? stated.broken(
            "resilience.startBudget",
            Message.of(
                "objective.startsLonger",
                "field",
                patience.field(),
                "zone",
                patience.zone(),
                "after",
                DurationWords.of(after),
                "start",
                DurationWords.of(start),
                "over",
                DurationWords.of(sum.minus(stated.limit()))))
        : stated.holds(
            Message.of(
                "objective.timeHolds",
                "field",
                patience.field(),
                "zone",
                patience.zone(),
                "after",
                DurationWords.of(after),
                "start",
                DurationWords.of(start),
                "sum",
                DurationWords.of(sum)));
  }
}
