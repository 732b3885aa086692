package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Zone;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * No announced operation is going on in the zone or begins soon. That is how a customer acts on a
 * notice. Giving notice is the provider's part (SecNumCloud 12.2.b), so no requirement is met by
 * it.
 */
public record MaintenanceWindow() implements ZoneRule {

  private static final BigDecimal NOTICE = BigDecimal.valueOf(24);

  private static final Declaration DECLARATION =
      new Declaration(
              "maintenance-window",
              "No announced operation is going on in the zone or begins within the notice.",
              List.of(
                  RuleParameter.of(
                          "noticeHours",
                          RuleParameter.Type.Whole,
                          "Hours before an operation in which nothing new comes.")
                      .looserWith(RuleParameter.Looser.Less)
                      .between(0, 8760)
                      .orElse(NOTICE.toPlainString())),
              List.of(),
              List.of("InMaintenance", "MaintenanceAnnounced"))
          .reading("AvailabilityZone.spec.maintenance");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<Instant> turningPoints(Zone zone, Parameters parameters) {
    Duration notice = notice(parameters);
    return zone.maintenance().stream()
        .flatMap(m -> Stream.of(m.from().minus(notice), m.from(), m.to()))
        .toList();
  }

  @Override
  public Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  @Override
  public Verdict evaluate(Question question) {
    Instant now = question.now();
    Instant soon = now.plus(notice(question.parameters()));
    List<Zone.Maintenance> coming =
        question.zone().maintenance().stream()
            .filter(m -> now.isBefore(m.to()) && !soon.isBefore(m.from()))
            .sorted(
                Comparator.comparing(Zone.Maintenance::from).thenComparing(Zone.Maintenance::to))
            .toList();
    if (coming.isEmpty()) {
      return Verdict.pass(Origin.Declared, Message.of("maintenance.none"));
    }
    Zone.Maintenance first = coming.get(0);
    return Verdict.reject(
        first.at(now) ? "InMaintenance" : "MaintenanceAnnounced",
        Origin.Declared,
        Message.of("maintenance.announced", "from", first.from(), "to", first.to()),
        Message.of("do.otherZoneOrWait"));
  }

  private static Duration notice(Parameters parameters) {
    long hours = parameters.decimal("noticeHours", NOTICE).longValue();
    return Duration.ofHours(Math.max(0, Math.min(hours, 8760)));
  }
}
