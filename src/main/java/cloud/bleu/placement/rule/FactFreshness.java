package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.FactMessages;
import cloud.bleu.placement.estate.FactSelection;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * No fact that the zone is judged by is too old. A fact that is too old may still be true: the
 * answer is {@code Unknown}, which keeps new replicas out and moves nothing.
 */
public record FactFreshness() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
          "fact-freshness",
          "Every fact that the zone is judged by, about it, its provider and its offerings, is recent.",
          List.of(
              RuleParameter.of(
                      "maxAgeDays",
                      RuleParameter.Type.Whole,
                      "The age in days up to which a fact counts; spec.facts.maxAgeDays of the policy"
                          + " if not given.")
                  .looserWith(RuleParameter.Looser.More)
                  .between(1, 36500)
                  .mustBeGiven(),
              RuleParameter.of(
                      "graceDays",
                      RuleParameter.Type.Whole,
                      "Days after that in which a fact still counts, with a warning;"
                          + " spec.facts.graceDays of the policy if not given.")
                  .looserWith(RuleParameter.Looser.More)
                  .between(0, 3650)
                  .orElse("0")),
          List.of(),
          List.of("AgeUnknown", "DatedInFuture", "InGrace", "TooOld"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Set<Link> alsoAbout() {
    return Set.of(Link.Dependency, Link.BackupZone);
  }

  @Override
  public Object about(Workload workload) {
    return FactSelection.of(workload);
  }

  /** Facts by what their day says; the rest are recent. */
  private static final class Ages {
    private final List<StatedFact> all;
    private final List<StatedFact> undated = new ArrayList<>();
    private final List<StatedFact> future = new ArrayList<>();
    private final List<StatedFact> old = new ArrayList<>();
    private final List<StatedFact> inGrace = new ArrayList<>();

    Ages(Question question, long maxAge, long grace) {
      LocalDate today = question.today();
      this.all = FactSelection.facts(question);
      for (StatedFact fact : all) {
        LocalDate asOf = fact.asOf();
        if (asOf == null) {
          undated.add(fact);
          continue;
        }
        long age = ChronoUnit.DAYS.between(asOf, today);
        if (age < 0) {
          future.add(fact);
        } else if (age > maxAge + grace) {
          old.add(fact);
        } else if (age > maxAge) {
          inGrace.add(fact);
        }
      }
    }

    Origin origin() {
      Origin origin = Origin.Enforced;
      for (StatedFact fact : all) {
        origin = origin.weaker(fact.provenanceOrNone().basis().origin());
      }
      return origin;
    }

    /** Those that an answer names, all where it names none; in the order in which all are. */
    List<StatedFact> named() {
      Set<StatedFact> named = new HashSet<>(old);
      named.addAll(undated);
      named.addAll(future);
      if (named.isEmpty()) {
        return inGrace.isEmpty() ? all : inGrace;
      }
      return all.stream().filter(named::contains).toList();
    }
  }

  private static Ages ages(Question question) {
    return new Ages(
        question, whole(question, "maxAgeDays", 36500), whole(question, "graceDays", 0));
  }

  /** Of a refusal or a warning those that are named in it. */
  @Override
  public List<StatedFact> facts(Question question, Verdict answer) {
    return ages(question).named();
  }

  @Override
  public Verdict evaluate(Question question) {
    long maxAge = whole(question, "maxAgeDays", 36500);
    long grace = whole(question, "graceDays", 0);
    Ages ages = ages(question);
    Origin origin = ages.origin();
    List<Message> doubts = new ArrayList<>();
    List<Message> next = new ArrayList<>();
    if (!ages.old.isEmpty()) {
      doubts.add(
          Message.of(
              "age.old",
              "days",
              maxAge,
              "facts",
              FactMessages.each(ages.old, FactFreshness::dated)));
      next.add(Message.of("do.renewFact"));
    }
    if (!ages.undated.isEmpty()) {
      doubts.add(
          Message.of("age.unknown", "facts", FactMessages.each(ages.undated, FactMessages::name)));
      next.add(Message.of("do.stateDay"));
    }
    if (!ages.future.isEmpty()) {
      doubts.add(
          Message.of("age.future", "facts", FactMessages.each(ages.future, FactFreshness::dated)));
      next.add(Message.of("do.correctDay"));
    }
    if (!doubts.isEmpty()) {
      String code =
          !ages.old.isEmpty() ? "TooOld" : !ages.undated.isEmpty() ? "AgeUnknown" : "DatedInFuture";
      return Verdict.unknown(
          code,
          origin,
          Message.of("findings", "findings", doubts),
          Message.of("do.each", "steps", next));
    }
    if (ages.all.isEmpty()) {
      return Verdict.pass(origin, Message.of("age.none"));
    }
    return ages.inGrace.isEmpty()
        ? Verdict.pass(
            origin, Message.of("age.holds", "days", maxAge, "kinds", FactMessages.kinds(ages.all)))
        : Verdict.pass(
            "InGrace",
            origin,
            Message.of(
                    "age.grace",
                    "facts",
                    FactMessages.each(ages.inGrace, f -> inGrace(f, maxAge + grace)))
                .advising(Message.of("do.renewFact")));
  }

  private static Message dated(StatedFact fact) {
    return Message.of("group.dated", "fact", FactMessages.name(fact), "day", fact.asOf());
  }

  private static Message inGrace(StatedFact fact, long days) {
    return Message.of("group.until", "fact", dated(fact), "until", expiry(fact, days));
  }

  private static LocalDate expiry(StatedFact fact, long days) {
    return Objects.requireNonNull(fact.asOf()).plusDays(days);
  }

  private static long whole(Question question, String name, long otherwise) {
    return question.parameters().decimal(name, BigDecimal.valueOf(otherwise)).longValue();
  }
}
