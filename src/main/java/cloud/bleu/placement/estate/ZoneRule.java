package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A rule that looks at one workload and one zone. Pure and total: bad or missing data is {@code
 * Unknown}, never an exception. Knows no other rule. The catalogue, the documentation and {@code
 * bleu rules} are derived from {@link #declaration()}.
 */
public interface ZoneRule {

  /** Days of facts and windows are days in this time zone. */
  ZoneId PARIS = ZoneId.of("Europe/Paris");

  /** What a rule that looks at nothing of a workload is {@link #about}. */
  Object NO_WORKLOAD = "";

  /** Facts about a zone that concern data wherever it is, and not only what runs there. */
  List<String> ABOUT_DATA =
      List.of(
          "AvailabilityZone.spec.homologations",
          "AvailabilityZone.spec.location",
          "AvailabilityZone.spec.storage");

  /** What this rule is called, takes and serves. */
  Declaration declaration();

  /**
   * The answer for one workload in one zone; the caller stamps name, policy, zone and requirements
   * on it.
   */
  Verdict evaluate(Question question);

  /**
   * SecNumCloud requirement ids that this rule serves with these parameters: those of the
   * declaration, less the ids for which a parameter is looser than the text.
   */
  default List<String> requirements(Parameters parameters) {
    return declaration().requirements();
  }

  /**
   * The parameters with which this rule asks for what the text of its identifiers asks, and for
   * nothing more: none where the defaults are the bounds of the text.
   */
  default Parameters byTheText() {
    return Parameters.NONE;
  }

  /**
   * Whether a refusal is one by the text too, and not only by a stricter parameter of the house:
   * only then does it carry the identifiers of its statement. What is certain for the house and
   * open by the text is no refusal by the text.
   *
   * @param answer of this rule to the question, which fails
   */
  default boolean failsByTheText(Question question, Verdict answer) {
    if (question.parameters().equals(byTheText())) {
      return true;
    }
    Verdict byText = evaluate(question.with(byTheText()));
    return byText.result() == Verdict.Result.Reject
        || (byText.failing() && answer.result() == Verdict.Result.Unknown);
  }

  /**
   * What is wrong with parameters that are each right on their own: one sentence each, empty when
   * nothing is.
   */
  default List<String> contradictions(Parameters parameters) {
    return List.of();
  }

  /**
   * What this rule is asked about besides the zones that replicas run in. A rule that reads facts
   * about providers is asked about dependencies and backup zones, one that reads where a zone is,
   * what data may be there or how it is stored about backup zones, unless it says otherwise.
   */
  default Set<Link> alsoAbout() {
    List<String> facts = declaration().facts();
    if (facts.stream().anyMatch(f -> f.startsWith("CloudProvider."))) {
      return Set.of(Link.Dependency, Link.BackupZone);
    }
    return Collections.disjoint(facts, ABOUT_DATA) ? Set.of() : Set.of(Link.BackupZone);
  }

  /**
   * The part of a zone that the answer depends on, apart from the instant. Together with {@link
   * #about}, unless that is null, it is all of the estate that the answer depends on.
   */
  default ZoneAspect aspect() {
    return ZoneAspect.Zone;
  }

  /**
   * The part of a workload that the answer for a zone depends on: where it is equal for two
   * workloads, all their answers in one estate are the same. Null when it cannot be told or is not
   * worth it.
   */
  default @Nullable Object about(Workload workload) {
    return null;
  }

  /**
   * Instants at which the same facts about a zone may lead to another answer, apart from the
   * beginnings of days in {@link #PARIS}.
   */
  default List<Instant> turningPoints(Zone zone, Parameters parameters) {
    return List.of();
  }

  /**
   * Whether the same facts may lead to another answer with the beginning of any day in {@link
   * #PARIS}, and not only of a day that follows from a date of a fact: its first day, the day after
   * its last, the end of the age up to which it counts. So does a rule that compares the day with
   * anything else.
   */
  default boolean turnsWithAnyDay() {
    return false;
  }

  /**
   * The facts that an answer of this rule rests on, those that nobody states included: the fields
   * that it declares, unless the operator sees for itself. Asked when an answer is explained.
   *
   * @param answer of this rule to the question, which applies
   */
  default List<StatedFact> facts(Question question, Verdict answer) {
    return answer.origin() == Origin.Enforced
        ? List.of()
        : StatedFacts.declared(question, declaration());
  }

  /**
   * The kinds of facts that this rule reads whatever a workload is made of. None for a rule of the
   * catalogue: which of them count follows from the workload ({@link FactSelection}).
   */
  default Set<StatedFact.Kind> reads() {
    return Set.of();
  }

  /**
   * What the rule is made of, so that it can be made again from a record; null for a rule of the
   * catalogue, whose id says it all.
   */
  default @Nullable Making making() {
    return null;
  }

  /**
   * What a rule outside of the catalogue is made of.
   *
   * @param by what makes it and its version, as {@code name/1.2.3}: another version may make
   *     another rule of the same texts
   * @param texts by name
   * @param requirements that its author says it serves
   */
  record Making(String by, SortedMap<String, String> texts, List<String> requirements) {
    public Making {
      texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
      requirements = List.copyOf(requirements);
    }

    /**
     * One of the texts.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public String text(String name) {
      String text = texts.get(name);
      if (text == null) {
        throw new IllegalArgumentException("a rule made by " + by + " has no " + name);
      }
      return text;
    }
  }

  /**
   * @param provider of the zone, null when there is no such object
   * @param estate that the workload and the zone are part of
   * @param link what is asked about; the zone stands for it
   */
  record Question(
      Workload workload,
      Zone zone,
      @Nullable Provider provider,
      Parameters parameters,
      Estate estate,
      Link link) {

    /** A copy with these parameters. */
    public Question with(Parameters others) {
      return new Question(workload, zone, provider, others, estate, link);
    }

    /** The instant that the answer is for. */
    public Instant now() {
      return estate.now();
    }

    /** The offerings of the zone that its provider has, sorted by name. */
    public List<Provider.Offering> offerings() {
      if (provider == null) {
        return List.of();
      }
      List<Provider.Offering> own = new ArrayList<>();
      for (Provider.Offering offering : provider.offerings()) {
        if (zone.offerings().contains(offering.name())) {
          own.add(offering);
        }
      }
      own.sort(Comparator.comparing(Provider.Offering::name));
      return own;
    }

    /** The offerings that the zone names and no provider has, sorted. */
    public List<String> missingOfferings() {
      TreeSet<String> missing = new TreeSet<>(zone.offerings());
      for (Provider.Offering offering : offerings()) {
        missing.remove(offering.name());
      }
      return List.copyOf(missing);
    }

    /** The day it is in France, where qualifications are granted. */
    public LocalDate today() {
      return LocalDate.ofInstant(now(), PARIS);
    }
  }

  /**
   * @param id as policies name it, lower case with dashes
   * @param summary one sentence for people
   * @param requirements ids as in the SecNumCloud 3.2 list, e.g. {@code 19.2.b}
   * @param codes of every {@code Reject} and {@code Unknown} that the rule can answer, and of what
   *     passes with a warning
   * @param facts fields of the API that somebody states and whose provenance is the origin of the
   *     answer, as {@code CloudProvider.spec.ownership}; empty when the operator sees for itself
   */
  record Declaration(
      String id,
      String summary,
      List<RuleParameter> parameters,
      List<String> requirements,
      List<String> codes,
      List<String> facts) {
    public Declaration {
      parameters = List.copyOf(parameters);
      requirements = List.copyOf(requirements);
      codes = List.copyOf(codes);
      facts = List.copyOf(facts);
    }

    /** Of a rule that reads no stated fact. */
    public Declaration(
        String id,
        String summary,
        List<RuleParameter> parameters,
        List<String> requirements,
        List<String> codes) {
      this(id, summary, parameters, requirements, codes, List.of());
    }

    /** A copy for a rule that reads these stated facts. */
    public Declaration reading(String... fields) {
      return new Declaration(id, summary, parameters, requirements, codes, List.of(fields));
    }
  }
}
