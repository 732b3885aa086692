package cloud.bleu.translate;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.CloudProviderSpec;
import cloud.bleu.placement.Provider;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** CloudProvider to the facts that rules read. */
final class ProviderTranslator {
  private static final List<String> STATES =
      List.of("InEvaluation", "Qualified", "Suspended", "Withdrawn");
  private static final int PERCENT = 100;

  private ProviderTranslator() {}

  static Provider translate(CloudProvider object, Findings findings) {
    String name = object.getMetadata().getName();
    CloudProviderSpec spec = object.getSpec();
    if (spec == null) {
      findings.block("spec", "is missing", null, "state the facts about the provider");
      return new Provider(name, name, null, null, List.of(), null, List.of());
    }
    List<Provider.Offering> offerings = new ArrayList<>();
    int i = 0;
    for (CloudProviderSpec.Offering offering : spec.offerings()) {
      offerings.add(offering(offering, FieldPath.item("spec.offerings", i++), findings));
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
    Set<String> entities = new HashSet<>(List.of(provider));
    if (spec.displayName() != null) {
      entities.add(spec.displayName());
    }
    if (spec.legalEntity() != null && spec.legalEntity().name() != null) {
      entities.add(spec.legalEntity().name());
    }
    api.holders().forEach(h -> entities.add(String.valueOf(h.name())));
    List<Provider.Holder> holders = new ArrayList<>();
    int i = 0;
    for (CloudProviderSpec.Holder h : api.holders()) {
      String path = FieldPath.item("spec.ownership.holders", i++);
      String held = h.of() == null ? "" : h.of();
      if (held.equals(h.name())) {
        findings.block(
            path + ".of",
            "a holder cannot hold a part of itself",
            null,
            "name the entity that is held in `of`");
      } else if (!entities.contains(held)) {
        findings.dangling(path + ".of", "entity", held, entities);
      }
      holders.add(
          new Provider.Holder(
              String.valueOf(h.name()),
              held,
              findings.country(path + ".country", h.country()),
              findings.country(path + ".controlledFrom", h.controlledFrom()),
              findings.decimal(path + ".capitalPercent", h.capitalPercent(), 0, PERCENT),
              findings.decimal(path + ".votesPercent", h.votesPercent(), 0, PERCENT)));
    }
    sums(holders, "capitalPercent", Provider.Holder::capitalPercent, findings);
    sums(holders, "votesPercent", Provider.Holder::votesPercent, findings);
    return new Provider.Ownership(
        holders,
        api.vetoRightsOutsideEU(),
        api.majorityAppointmentOutsideEU(),
        Facts.provenance(api.provenance(), "spec.ownership.provenance", findings));
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
      if (percent != null) {
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
      CloudProviderSpec.Offering api, String path, Findings findings) {
    List<Provider.Qualification> qualifications = new ArrayList<>();
    int i = 0;
    for (CloudProviderSpec.Qualification q : api.qualifications()) {
      qualifications.add(qualification(q, FieldPath.item(path + ".qualifications", i++), findings));
    }
    return new Provider.Offering(
        String.valueOf(api.name()),
        api.layers(),
        api.regions(),
        api.services(),
        OperationsTranslator.agreement(api.agreement(), path + ".agreement", findings),
        qualifications);
  }

  private static Provider.Qualification qualification(
      CloudProviderSpec.Qualification api, String path, Findings findings) {
    String state = findings.oneOf(path + ".state", api.state(), STATES);
    LocalDate from = findings.day(path + ".validFrom", api.validFrom());
    LocalDate until = findings.day(path + ".validUntil", api.validUntil());
    if (from != null && until != null && from.isAfter(until)) {
      findings.block(
          path + ".validUntil",
          "validFrom is after validUntil",
          null,
          "correct the days: both are inclusive");
    }
    return new Provider.Qualification(
        String.valueOf(api.scheme()),
        api.version(),
        // A state that nobody knows gives nothing: the weakest one stands for it.
        state == null ? "Withdrawn" : state,
        api.layers(),
        api.activities(),
        findings.day(path + ".announcedOn", api.announcedOn()),
        from,
        until,
        Facts.provenance(api.provenance(), path + ".provenance", findings));
  }
}
