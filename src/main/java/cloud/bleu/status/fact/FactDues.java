package cloud.bleu.status.fact;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.Homologation;
import cloud.bleu.api.v1alpha1.Provenance;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyPolicySpec;
import cloud.bleu.credential.Credentials;
import cloud.bleu.placement.catalogue.FactAge;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.offering.ProbableEnd;
import cloud.bleu.placement.offering.QualificationScrutiny;
import cloud.bleu.placement.offering.Revocation;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * When facts have to be confirmed again: by the strictest age that a rule of some workload asks of
 * them. And when qualifications and homologations end.
 */
public final class FactDues {

  private final SortedSet<FactAge> ages;

  private FactDues(SortedSet<FactAge> ages) {
    this.ages = ages;
  }

  /** By what the rules of the workloads ask. */
  public static FactDues of(Estate estate) {
    return new FactDues(
        FactAge.asked(estate.workloads().stream().flatMap(w -> w.rules().stream()).toList()));
  }

  /** By what policies ask, for an input without workloads: as if each of them held for one. */
  public static FactDues of(List<SovereigntyPolicy> policies) {
    TreeSet<FactAge> asked = new TreeSet<>();
    for (SovereigntyPolicy policy : policies) {
      SovereigntyPolicySpec spec = policy.getSpec();
      if (spec == null) {
        continue;
      }
      Map<String, Object> facts = new TreeMap<>();
      if (spec.facts() != null && spec.facts().maxAgeDays() != null) {
        facts.put("maxAgeDays", spec.facts().maxAgeDays());
        if (spec.facts().graceDays() != null) {
          facts.put("graceDays", spec.facts().graceDays());
        }
      }
      boolean ruled = false;
      for (SovereigntyPolicySpec.PolicyRule rule : spec.rules()) {
        if ("fact-freshness".equals(rule.rule())) {
          Map<String, Object> own = new TreeMap<>(facts);
          own.putAll(rule.parameters());
          asked.add(FactAge.of(Parameters.of(own)));
          ruled = true;
        }
      }
      if (!ruled && !facts.isEmpty()) {
        asked.add(FactAge.of(Parameters.of(facts)));
      }
    }
    return new FactDues(asked);
  }

  /** Whether any rule asks for an age, so that a fact without a day is a fault. */
  public boolean isAged() {
    return !ages.isEmpty();
  }

  /**
   * Every stated group of a provider, and the windows of its qualifications.
   *
   * @param provider what was read of the object
   * @param today in Europe/Paris
   */
  public List<FactDue> of(CloudProvider object, Provider provider, LocalDate today) {
    List<FactDue> dues = facts(object(provider), object.getSpec());
    dues.addAll(windows(provider, today));
    return dues;
  }

  /**
   * The ends of the windows of qualifications. What a decision to come takes away ends on the day
   * before. What one takes away today and on its last day has no end.
   *
   * @param today in Europe/Paris
   */
  public static List<FactDue> windows(Provider provider, LocalDate today) {
    List<FactDue> dues = new ArrayList<>();
    for (QualificationGroup one : QualificationGroup.of(provider)) {
      Provider.Qualification q = one.qualification();
      LocalDate until = q.state().equals(QualificationScrutiny.QUALIFIED) ? end(one, today) : null;
      if (until != null) {
        dues.add(
            new FactDue(
                object(provider),
                one.group(),
                FactDue.Kind.Window,
                q.provenance().basis().name(),
                Credentials.hidden(q.provenance().source()),
                q.provenance().asOf(),
                until,
                until));
      }
    }
    return dues;
  }

  /** The last day of a window on which nothing beside it takes it away; null if it has no such. */
  private static @Nullable LocalDate end(QualificationGroup one, LocalDate today) {
    LocalDate until = one.qualification().validUntil();
    if (until == null || !isTakenAway(one, until.isBefore(today) ? today : until)) {
      return until;
    }
    if (isTakenAway(one, today)) {
      return null;
    }
    return one.offering().qualifications().stream()
        .map(Provider.Qualification::validFrom)
        .filter(day -> day != null && day.isAfter(today) && isTakenAway(one, day))
        .min(Comparator.naturalOrder())
        .map(day -> day.minusDays(1))
        .orElse(null);
  }

  private static boolean isTakenAway(QualificationGroup one, LocalDate day) {
    return Revocation.of(
            one.offering(),
            one.qualification(),
            new Revocation.Asked(null, List.of(), List.of(), day))
        != null;
  }

  private static String object(Provider provider) {
    return "CloudProvider/" + provider.name();
  }

  /**
   * When qualifications of a provider probably end that state no end. No rule reads it, and no
   * condition is raised for it.
   *
   * @param today in Europe/Paris
   */
  public static List<FactDue> probable(Provider provider, LocalDate today) {
    List<FactDue> dues = new ArrayList<>();
    for (QualificationGroup one : QualificationGroup.of(provider)) {
      Provider.Qualification q = one.qualification();
      LocalDate end = ProbableEnd.reckoned(one.offering(), q, today);
      if (end != null) {
        dues.add(
            new FactDue(
                object(provider),
                one.group(),
                FactDue.Kind.ProbableEnd,
                Basis.Assumption.name(),
                "no end is stated; "
                    + q.scheme()
                    + " is granted for "
                    + ProbableEnd.YEARS
                    + " years",
                q.provenance().asOf(),
                end,
                end));
      }
    }
    return dues;
  }

  private static String source(@Nullable Provenance said) {
    return said == null || said.source() == null ? "" : Credentials.hidden(said.source());
  }

  /** Every stated group of a zone, and the windows of its homologations. */
  public List<FactDue> of(AvailabilityZone zone) {
    String object = "AvailabilityZone/" + zone.getMetadata().getName();
    List<FactDue> dues = facts(object, zone.getSpec());
    if (zone.getSpec() != null) {
      ItemNames references = new ItemNames();
      for (Homologation h : zone.getSpec().homologations()) {
        String group = "homologations[" + references.next(String.valueOf(h.reference())) + "]";
        LocalDate until = day(h.validUntil());
        if (until != null) {
          Provenance said = h.provenance();
          LocalDate asOf = said == null ? null : day(said.asOf());
          dues.add(due(object, group, FactDue.Kind.Window, said, asOf, until, until));
        }
      }
    }
    return dues;
  }

  private List<FactDue> facts(String object, @Nullable Object spec) {
    List<FactDue> dues = new ArrayList<>();
    for (FactStatement statement : FactStatement.of(spec)) {
      if (!statement.stated()) {
        continue;
      }
      Provenance said = statement.provenance();
      LocalDate asOf = said == null ? null : day(said.asOf());
      LocalDate fresh = asOf == null ? null : earliest(asOf, false);
      LocalDate last = asOf == null ? null : earliest(asOf, true);
      dues.add(due(object, statement.group(), FactDue.Kind.Fact, said, asOf, fresh, last));
    }
    return dues;
  }

  private static FactDue due(
      String object,
      String group,
      FactDue.Kind what,
      @Nullable Provenance said,
      @Nullable LocalDate asOf,
      @Nullable LocalDate fresh,
      @Nullable LocalDate last) {
    String basis = said == null || said.basis() == null ? Basis.Assumption.name() : said.basis();
    return new FactDue(object, group, what, basis, source(said), asOf, fresh, last);
  }

  private @Nullable LocalDate earliest(LocalDate asOf, boolean withGrace) {
    return ages.stream()
        .map(age -> withGrace ? age.last(asOf) : age.fresh(asOf))
        .min(LocalDate::compareTo)
        .orElse(null);
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException e) {
      // Told as an error of the object; here it is a fact without a day.
      return null;
    }
  }
}
