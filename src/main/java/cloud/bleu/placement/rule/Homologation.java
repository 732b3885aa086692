package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Zone;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The customer's authority has decided that data of the workload's classes may be handled in the
 * zone, and the decision is in force. A qualification does not replace it (SecNumCloud chapter 4).
 * Whether the provider takes the rules that bind the data into account (5.3.f, 8.3.b) is not seen
 * by it.
 */
public record Homologation() implements ZoneRule {

  private static final List<String> CLASSES =
      List.of("DiffusionRestreinte", "Health", "II901Sensitive");

  /** Those that chapter 4 names. */
  private static final List<String> NAMED = List.of("DiffusionRestreinte", "Health");

  private static final Declaration DECLARATION =
      new Declaration(
              "homologation",
              "The customer's authority has let data of the workload's classes be handled in the"
                  + " zone.",
              List.of(
                  RuleParameter.of(
                          "dataClasses",
                          RuleParameter.Type.TextList,
                          "Classes of data that need such a decision.")
                      .looserWith(RuleParameter.Looser.Less)
                      .oneOf(
                          "Ordinary",
                          "Sensitive",
                          "Health",
                          "SrenArt31",
                          "II901Sensitive",
                          "DiffusionRestreinte")
                      .orElse("[DiffusionRestreinte, Health, II901Sensitive]")
                      .mustBeGiven()),
              List.of("4"),
              List.of(
                  "HomologationExpired",
                  "HomologationNotYetValid",
                  "HomologationWindowUnknown",
                  "NotHomologated"))
          .reading("AvailabilityZone.spec.homologations");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> requirements(Parameters parameters) {
    return parameters.texts("dataClasses", CLASSES).containsAll(NAMED)
        ? DECLARATION.requirements()
        : List.of();
  }

  @Override
  public Parameters byTheText() {
    return Parameters.of(Map.of("dataClasses", NAMED));
  }

  @Override
  public Object about(Workload workload) {
    return workload.dataClasses();
  }

  @Override
  public Verdict evaluate(Question question) {
    TreeSet<String> needed = new TreeSet<>(question.workload().dataClasses());
    needed.retainAll(question.parameters().texts("dataClasses", CLASSES));
    if (needed.isEmpty()) {
      return Verdict.notApplicable(Message.of("homologation.notNeeded"));
    }
    List<Verdict> verdicts = needed.stream().map(c -> best(question, c)).toList();
    return Verdict.all(verdicts, () -> Message.of("homologation.holds", "classes", needed));
  }

  /** Of all decisions on the class the one that says most for the zone. */
  private static Verdict best(Question question, String dataClass) {
    return question.zone().homologations().stream()
        .filter(h -> h.dataClasses().contains(dataClass))
        .map(h -> verdict(question, h, dataClass))
        .min(
            Comparator.comparingInt(Homologation::badness)
                .thenComparing(Verdict::origin)
                .thenComparing(Verdict::message))
        .orElseGet(
            () ->
                Verdict.reject(
                    "NotHomologated",
                    Origin.Declared,
                    Message.of("homologation.none", "class", dataClass),
                    Message.of("do.homologate")));
  }

  private static int badness(Verdict verdict) {
    return switch (verdict.result()) {
      case Pass -> 0;
      case Unknown -> 1;
      default -> 2;
    };
  }

  private static Verdict verdict(
      Question question, Zone.Homologation homologation, String dataClass) {
    Origin origin = homologation.provenance().basis().origin();
    Message name =
        Message.of("homologation", "reference", homologation.reference(), "class", dataClass);
    LocalDate from = homologation.validFrom();
    LocalDate until = homologation.validUntil();
    if (until != null && question.today().isAfter(until)) {
      return Verdict.reject(
          "HomologationExpired",
          origin,
          Message.of("homologation.ended", "homologation", name, "day", until),
          Message.of("do.renew"));
    }
    if (from != null && question.today().isBefore(from)) {
      return Verdict.reject(
          "HomologationNotYetValid",
          origin,
          Message.of("homologation.begins", "homologation", name, "day", from),
          Message.of("do.waitOrOtherZone"));
    }
    return from == null || until == null
        ? Verdict.unknown(
            "HomologationWindowUnknown",
            origin,
            Message.of("homologation.windowUnknown", "homologation", name),
            Message.of("do.stateWindow"))
        : Verdict.pass(origin, Message.of("homologation.inForce", "homologation", name));
  }
}
