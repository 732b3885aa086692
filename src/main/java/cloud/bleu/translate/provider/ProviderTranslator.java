package cloud.bleu.translate.provider;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.CloudProviderSpec;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.offering.Revocation;
import cloud.bleu.placement.offering.SchemeName;
import cloud.bleu.translate.finding.Facts;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.HolderNames;
import cloud.bleu.translate.finding.QualificationDates;
import cloud.bleu.translate.finding.QualificationTerms;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** CloudProvider to the facts that rules read. */
public final class ProviderTranslator {
  private static final List<String> STATES =
      List.of("InEvaluation", "Qualified", "Suspended", "Withdrawn");
  private static final int PERCENT = 100;

  private ProviderTranslator() {}

  /**
   * The facts of a provider; what is in error is left out of them.
   *
   * @param today the day that is asked for, in Europe/Paris
   * @param readOn the real day, after which nothing is stated; null: today
   */
  public static Provider translate(
      CloudProvider object, LocalDate today, @Nullable LocalDate readOn, Findings findings) {
    return translate(object, new Days(today, readOn == null ? today : readOn), findings);
  }

  /** The day that is asked for, and the real one. */
  private record Days(LocalDate today, LocalDate readOn) {}

  private static Provider translate(CloudProvider object, Days days, Findings findings) {
    String name = object.getMetadata().getName();
    CloudProviderSpec spec = object.getSpec();
    if (spec == null) {
      findings.block("spec", "is missing", null, "state the facts about the provider");
      return new Provider(name, name, null, null, List.of(), null, List.of());
    }
    List<Provider.Offering> offerings = new ArrayList<>();
    List<SchemeName> known = QualificationTerms.granted(spec.offerings());
    int i = 0;
    for (CloudProviderSpec.Offering offering : spec.offerings()) {
      offerings.add(
          offering(offering, known, FieldPath.item("spec.offerings", i++), days, findings));
    }
    return new Provider(
        name,
        spec.displayName() == null ? name : spec.displayName(),
        legalEntity(spec.legalEntity(), findings),
        ownership(name, spec, findings),
        OperationsTranslator.suppliers(spec, findings),
        OperationsTranslator.operations(spec.operations(), findings),
        offerings);
  }

  private static Provider.@Nullable LegalEntity legalEntity(
      CloudProviderSpec.@Nullable LegalEntity api, Findings findings) {
    if (api == null) {
      return null;
    }
    return new Provider.LegalEntity(
        api.name() == null ? "" : api.name(),
        findings.country("spec.legalEntity.registeredOffice", api.registeredOffice()),
        findings.country("spec.legalEntity.centralAdministration", api.centralAdministration()),
        findings.country("spec.legalEntity.principalEstablishment", api.principalEstablishment()),
        findings.country("spec.legalEntity.governingLaw", api.governingLaw()),
        Facts.provenance(api.provenance(), "spec.legalEntity.provenance", findings));
  }

  private static Provider.@Nullable Ownership ownership(
      String provider, CloudProviderSpec spec, Findings findings) {
    CloudProviderSpec.Ownership api = spec.ownership();
    if (api == null) {
      return null;
    }
    HolderNames names = new HolderNames();
    if (spec.legalEntity() != null) {
      names.add(spec.legalEntity().name());
    }
    names.add(spec.displayName());
    names.add(provider);
    Set<String> entities = new HashSet<>(List.of(names.of(provider)));
    if (spec.displayName() != null) {
      entities.add(names.of(spec.displayName()));
    }
    if (spec.legalEntity() != null && spec.legalEntity().name() != null) {
      entities.add(names.of(spec.legalEntity().name()));
    }
    api.holders().stream()
        .filter(h -> h.name() != null && !h.name().isBlank())
        .forEach(h -> entities.add(names.of(h.name())));
    HolderNames.compare(api.holders(), findings);
    List<Provider.Holder> holders = new ArrayList<>();
    int i = 0;
    for (CloudProviderSpec.Holder h : api.holders()) {
      String path = FieldPath.item("spec.ownership.holders", i++);
      String name = names.of(findings.given(path + ".name", h.name(), "name who holds it"));
      String of = findings.given(path + ".of", h.of(), "name the entity that is held");
      holders.add(
          new Provider.Holder(
              name,
              of == null ? "" : held(names.of(of), name, entities, path, findings),
              findings.country(path + ".country", h.country()),
              findings.country(path + ".controlledFrom", h.controlledFrom()),
              findings.decimal(path + ".capitalPercent", h.capitalPercent(), 0, PERCENT),
              findings.decimal(path + ".votesPercent", h.votesPercent(), 0, PERCENT),
              h.listed()));
    }
    sums(holders, "capitalPercent", Provider.Holder::capitalPercent, findings);
    sums(holders, "votesPercent", Provider.Holder::votesPercent, findings);
    return new Provider.Ownership(
        holders,
        api.vetoRightsOutsideEU(),
        api.majorityAppointmentOutsideEU(),
        Facts.provenance(api.provenance(), "spec.ownership.provenance", findings));
  }

  /** What a holder holds a part of, which is to be known and another one. */
  private static String held(
      String held, String holder, Set<String> entities, String path, Findings findings) {
    if (held.equals(holder)) {
      findings.block(
          path + ".of",
          "a holder cannot hold a part of itself",
          null,
          "name the entity that is held in `of`");
    } else if (!entities.contains(held)) {
      findings.dangling(path + ".of", "entity", held, entities);
    }
    return held;
  }

  /** Shares of one entity add up to 100 at most. */
  private static void sums(
      List<Provider.Holder> holders,
      String field,
      Function<Provider.Holder, @Nullable BigDecimal> share,
      Findings findings) {
    TreeMap<String, BigDecimal> sums = new TreeMap<>();
    for (Provider.Holder holder : holders) {
      BigDecimal percent = share.apply(holder);
      if (percent != null && !holder.of().isEmpty()) {
        sums.merge(holder.of(), percent, BigDecimal::add);
      }
    }
    sums.forEach(
        (entity, sum) -> {
          if (sum.compareTo(BigDecimal.valueOf(PERCENT)) > 0) {
            findings.block(
                "spec.ownership.holders",
                "the " + field + " of the holders of " + entity + " add up to " + sum,
                "at most " + PERCENT,
                "correct the shares");
          }
        });
  }

  private static Provider.Offering offering(
      CloudProviderSpec.Offering api,
      List<SchemeName> known,
      String path,
      Days days,
      Findings findings) {
    Map<String, Provider.Qualification> read = new LinkedHashMap<>();
    int i = 0;
    for (CloudProviderSpec.Qualification q : api.qualifications()) {
      String item = FieldPath.item(path + ".qualifications", i++);
      Provider.Qualification one = qualification(q, item, days, findings);
      if (one != null) {
        read.put(item, one);
      }
    }
    QualificationDates.ahead(read, findings);
    List<Provider.Qualification> qualifications = List.copyOf(read.values());
    QualificationTerms.check(api.qualifications(), known, path, findings);
    Provider.Agreement agreement =
        OperationsTranslator.agreement(api.agreement(), path + ".agreement", findings);
    QualificationDates.agreement(agreement, qualifications, path + ".agreement", findings);
    return new Provider.Offering(
        findings.name(path, api.name(), "name the offering"),
        api.layers(),
        api.regions(),
        api.services(),
        agreement,
        qualifications);
  }

  private static Provider.@Nullable Qualification qualification(
      CloudProviderSpec.Qualification api, String path, Days days, Findings findings) {
    String scheme = findings.given(path + ".scheme", api.scheme(), "name the scheme");
    String state = findings.oneOf(path + ".state", api.state(), STATES);
    LocalDate from = findings.day(path + ".validFrom", api.validFrom());
    LocalDate until = findings.day(path + ".validUntil", api.validUntil());
    boolean ordered = QualificationDates.window(path, from, until, findings);
    LocalDate announced = findings.day(path + ".announcedOn", api.announcedOn());
    boolean possible =
        QualificationDates.check(api, announced, from, until, path, days.readOn, findings);
    if (scheme == null) {
      return null;
    }
    Provenance provenance = Facts.provenance(api.provenance(), path + ".provenance", findings);
    LocalDate asOf = provenance.asOf();
    boolean ahead = asOf != null && asOf.isAfter(days.readOn);
    if (ordered && Revocation.isState(state)) {
      QualificationDates.decided(path, from, ahead ? null : asOf, days.today, findings);
    }
    // A state that nobody knows gives nothing: the weakest one stands for it. Of an entry that
    // cannot be true none is known, unless it takes something away: days that are a slip hide no
    // decision, and those that would end it before it began are not known.
    String read = state == null ? "Withdrawn" : state;
    boolean revokes = Revocation.isState(read);
    boolean dated = ordered || !revokes;
    return new Provider.Qualification(
        scheme,
        api.version() == null || api.version().isBlank() ? null : api.version(),
        possible || revokes ? read : "",
        api.layers(),
        api.activities(),
        announced,
        dated ? from : null,
        dated ? until : null,
        provenance,
        ahead);
  }
}
