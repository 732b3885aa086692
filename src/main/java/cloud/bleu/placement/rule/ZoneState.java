package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.DrilledZone;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nothing new comes to a zone that is cordoned, drained or lost. That is how a customer acts on
 * word of an incident. Giving that word is the provider's part, so no requirement is met by it.
 */
public record ZoneState() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
          "zone-state",
          "The zone is Active.",
          List.of(),
          List.of(),
          List.of("ZoneCordoned", "ZoneDrained", "ZoneDrilled", "ZoneLost"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  @Override
  public Verdict evaluate(Question question) {
    return switch (question.zone().state()) {
      case Active -> Verdict.pass(Origin.Enforced, Message.of("state.active"));
      case Cordoned ->
          Verdict.reject(
              "ZoneCordoned",
              Origin.Enforced,
              Message.of("state.cordoned"),
              Message.of("do.otherZoneOrWhyClosed"));
      case Drained -> drained(question.zone().drill());
      case Lost -> refuse("ZoneLost", Message.of("state.lost"));
    };
  }

  private static Verdict drained(Zone.@Nullable Drill drill) {
    if (drill == null) {
      return refuse("ZoneDrained", Message.of("state.drained"));
    }
    Message fact = DrilledZone.fact(drill);
    Message advice = DrilledZone.advice(drill);
    return advice == null
        ? refuse("ZoneDrilled", fact)
        : Verdict.reject("ZoneDrilled", Origin.Enforced, fact, advice);
  }

  private static Verdict refuse(String code, Message fact) {
    return Verdict.reject(code, Origin.Enforced, fact, Message.of("do.endIncident"));
  }
}
