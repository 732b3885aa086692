package cloud.bleu.placement.objective;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.Workload.DataCopy;
import cloud.bleu.placement.estate.Workload.Tolerate;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.DurationWords;
import java.time.Duration;

/** How much time of writes a loss costs, as stated. */
record DataLoss(RecoveryObjectives asked, Workload workload, Decision decision)
    implements ObjectiveCheck.Term {

  @Override
  public ObjectiveAnswer of(AskedObjective stated, Tolerate entry) {
    String loss = entry.of().name();
    String path = AskedObjective.entry(entry, "replication");
    if (entry.copy() == DataCopy.Unspecified) {
      return workload.dataBound() && workload.replication() == null
          ? stated.broken(path, Message.of("objective.volumesLost", "loss", loss))
          : stated.unknown(path, Message.of("objective.copyUnknown", "loss", loss));
    }
    if (entry.copy() == DataCopy.Synchronous) {
      return decision.shortfalls().stream()
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
                DurationWords.of(lag),
                "over",
                DurationWords.of(lag.minus(stated.limit()))))
        : stated.holds(
            Message.of("objective.lagHolds", "loss", loss, "lag", DurationWords.of(lag)));
  }
}
