package cloud.bleu.placement.objective;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.estate.Workload.Tolerate;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.objective.ObjectiveAnswer.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds {@code resilience.rto} and {@code rpo} against what the workload states, for each loss that
 * it asks to tolerate. A recovery time counts from the moment at which a loss is reported, or the
 * nodes are not ready, until as many replicas are Ready as before. What is not stated is not known,
 * and what is not known does not hold.
 */
public final class ObjectiveCheck {

  /** Reasons for which a decision does not survive what it is asked to. */
  private static final Set<String> NOT_TOLERATED =
      Stream.of(
              ReasonCode.SurvivalUnsatisfiable,
              ReasonCode.QuorumUnsatisfiable,
              ReasonCode.DataBound,
              ReasonCode.StaysDown,
              ReasonCode.ZoneSilent,
              ReasonCode.ViewInDoubt)
          .map(Enum::name)
          .collect(Collectors.toUnmodifiableSet());

  private static final int NANO_DIGITS = 9;

  private final RecoveryObjectives asked;
  private final Workload workload;
  private final @Nullable Decision decision;

  private ObjectiveCheck(RecoveryObjectives asked, Workload workload, @Nullable Decision decision) {
    this.asked = asked;
    this.workload = workload;
    this.decision = decision;
  }

  /**
   * The answers, first that on the recovery time; empty when nothing is asked.
   *
   * @param decision in force; null: none yet
   */
  public static List<ObjectiveAnswer> of(
      RecoveryObjectives asked, Workload workload, @Nullable Decision decision) {
    return new ObjectiveCheck(asked, workload, decision).answers();
  }

  private List<ObjectiveAnswer> answers() {
    List<ObjectiveAnswer> answers = new ArrayList<>();
    add(answers, "rto", asked.rto(), this::time);
    add(answers, "rpo", asked.rpo(), this::loss);
    return List.copyOf(answers);
  }

  /** What one entry of tolerate means for an objective. */
  private interface Term {
    ObjectiveAnswer of(Stated stated, Tolerate entry);
  }

  private void add(
      List<ObjectiveAnswer> answers,
      String objective,
      RecoveryObjectives.@Nullable Limit asked,
      Term term) {
    if (asked == null) {
      return;
    }
    Stated stated = new Stated(objective, asked.text(), asked.duration());
    ObjectiveAnswer standing = standing(stated);
    if (standing != null) {
      answers.add(standing);
      return;
    }
    ObjectiveAnswer worst =
        ObjectiveAnswer.worst(
            workload.tolerate().stream().map(entry -> term.of(stated, entry)).toList());
    answers.add(
        worst != null
            ? worst
            : stated.unknown("resilience.tolerate", Message.of("objective.notDecided")));
  }

  /** Null while the decision in force tolerates what is asked. */
  private @Nullable ObjectiveAnswer standing(Stated stated) {
    if (decision == null || decision.outcome() instanceof Decision.Outcome.Kept) {
      return stated.unknown("resilience.tolerate", Message.of("objective.notDecided"));
    }
    if (!decision.placed() || decision.missing() > 0) {
      return stated.broken("replicas", Message.of("objective.notPlaced"));
    }
    return decision.shortfalls().stream()
        .map(Decision.Reason::code)
        .filter(NOT_TOLERATED::contains)
        .findFirst()
        .map(
            code ->
                stated.broken(
                    "resilience.tolerate", Message.of("objective.notTolerated", "code", code)))
        .orElse(null);
  }

  private ObjectiveAnswer time(Stated stated, Tolerate entry) {
    String loss = entry.of().name();
    if (entry.keep() >= workload.replicas()) {
      return stated.holds(Message.of("objective.nothingLost", "loss", loss));
    }
    if (workload.dataBound() && workload.replication() == null) {
      return stated.broken("resilience.replication", Message.of("objective.volumesStay"));
    }
    if (entry.recover() == Recover.None) {
      return stated.broken(
          entry(entry, "recover"), Message.of("objective.staysDown", "loss", loss));
    }
    if (entry.recover() == Recover.BestEffort) {
      return stated.unknown(
          entry(entry, "recover"), Message.of("objective.noRoomHeld", "loss", loss));
    }
    Duration after = workload.failoverAfter();
    if (after == null) {
      return stated.unknown("resilience.failover", Message.of("objective.waitsForPerson"));
    }
    if (after.compareTo(stated.limit()) > 0) {
      return stated.broken(
          "resilience.failover.after",
          Message.of(
              "objective.waitsLonger",
              "after",
              words(after),
              "over",
              words(after.minus(stated.limit()))));
    }
    if (workload.dataBound() || workload.quorum()) {
      return stated.unknown("resilience.failover", Message.of("objective.waitsForPerson"));
    }
    Duration start = asked.startBudget();
    if (start == null) {
      return stated.unknown(
          "resilience.startBudget",
          Message.of(
              "objective.startUnknown",
              "after",
              words(after),
              "left",
              words(stated.limit().minus(after))));
    }
    Duration sum = after.plus(start);
    return sum.compareTo(stated.limit()) > 0
        ? stated.broken(
            "resilience.startBudget",
            Message.of(
                "objective.startsLonger",
                "after",
                words(after),
                "start",
                words(start),
                "over",
                words(sum.minus(stated.limit()))))
        : stated.holds(
            Message.of(
                "objective.timeHolds",
                "after",
                words(after),
                "start",
                words(start),
                "sum",
                words(sum)));
  }

  private ObjectiveAnswer loss(Stated stated, Tolerate entry) {
    String loss = entry.of().name();
    String path = entry(entry, "replication");
    if (entry.copy() == DataCopy.Unspecified) {
      return workload.dataBound() && workload.replication() == null
          ? stated.broken(path, Message.of("objective.volumesLost", "loss", loss))
          : stated.unknown(path, Message.of("objective.copyUnknown", "loss", loss));
    }
    if (entry.copy() == DataCopy.Synchronous) {
      return decision != null
              && decision.shortfalls().stream()
                  .anyMatch(s -> s.code().equals(ReasonCode.RoundTripExceeded.name()))
          ? stated.unknown(
              "resilience.replication.maxRoundTrip", Message.of("objective.tooFarToBeSynchronous"))
          : stated.holds(Message.of("objective.synchronous", "loss", loss));
    }
    Duration lag = asked.maxLag();
    if (stated.limit().isZero()) {
      return stated.broken(path, Message.of("objective.alwaysLags", "loss", loss));
    }
    if (lag == null) {
      return stated.unknown(
          "resilience.replication.maxLag", Message.of("objective.lagUnknown", "loss", loss));
    }
    return lag.compareTo(stated.limit()) > 0
        ? stated.broken(
            "resilience.replication.maxLag",
            Message.of(
                "objective.lagsLonger",
                "loss",
                loss,
                "lag",
                words(lag),
                "over",
                words(lag.minus(stated.limit()))))
        : stated.holds(Message.of("objective.lagHolds", "loss", loss, "lag", words(lag)));
  }

  private static String entry(Tolerate entry, String field) {
    return "resilience.tolerate[" + entry.of().name() + "]." + field;
  }

  /** {@code 1h30m}, {@code 2m30s}, {@code 0s}: as people write it in the spec. */
  private static String words(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    BigDecimal seconds =
        BigDecimal.valueOf(duration.toSecondsPart())
            .add(BigDecimal.valueOf(duration.toNanosPart(), NANO_DIGITS));
    if (seconds.signum() != 0 || text.isEmpty()) {
      text.append(seconds.stripTrailingZeros().toPlainString()).append('s');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count != 0) {
      text.append(count).append(unit);
    }
  }

  /** An objective as it is asked. */
  private record Stated(String objective, String text, Duration limit) {
    ObjectiveAnswer broken(String term, Message message) {
      return new ObjectiveAnswer(objective, text, State.Broken, term, message);
    }

    ObjectiveAnswer unknown(String term, Message message) {
      return new ObjectiveAnswer(objective, text, State.Unknown, term, message);
    }

    ObjectiveAnswer holds(Message message) {
      return new ObjectiveAnswer(objective, text, State.Holds, null, message);
    }
  }
}
