package cloud.bleu.cli;

import cloud.bleu.placement.BoundRule;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.FactGroup;
import cloud.bleu.placement.Link;
import cloud.bleu.placement.Provenance;
import cloud.bleu.placement.Provider;
import cloud.bleu.placement.RuleParameter;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The groups of facts that zones and providers state. */
final class StatedFacts {
  /** Rules that look at whatever facts there are; their messages name those that matter. */
  private static final Set<String> ABOUT_FACTS = Set.of("fact-basis", "fact-freshness");

  private StatedFacts() {}

  /** Those of a zone. */
  static List<StatedFact> of(Zone zone) {
    String name = zone.name();
    List<StatedFact> facts = new ArrayList<>();
    facts.add(StatedFact.of(StatedFact.Kind.Site, zone.siteProvenance(), "zone", name));
    facts.add(StatedFact.of(StatedFact.Kind.Location, zone.location().provenance(), "zone", name));
    facts.add(
        StatedFact.of(
            StatedFact.Kind.FailureDomains, zone.failureDomainsProvenance(), "zone", name));
    for (Zone.Homologation h : zone.homologations()) {
      facts.add(
          StatedFact.of(
              StatedFact.Kind.Homologation,
              h.provenance(),
              h.validFrom(),
              h.validUntil(),
              "nom",
              h.reference(),
              "zone",
              name));
    }
    if (zone.equipment().storage() != null) {
      facts.add(
          StatedFact.of(
              StatedFact.Kind.Storage, zone.equipment().storage().provenance(), "zone", name));
    }
    if (zone.equipment().egress() != null) {
      facts.add(
          StatedFact.of(
              StatedFact.Kind.Egress, zone.equipment().egress().provenance(), "zone", name));
    }
    return facts;
  }

  /** Those of a provider. */
  static List<StatedFact> of(Provider provider) {
    String name =
        provider.displayName().equals(provider.name())
            ? provider.name()
            : provider.name() + " (" + provider.displayName() + ")";
    List<StatedFact> facts = new ArrayList<>();
    Provider.LegalEntity entity = provider.legalEntity();
    if (entity != null) {
      facts.add(
          StatedFact.of(
              StatedFact.Kind.LegalEntity,
              entity.provenance(),
              "nom",
              entity.name(),
              "fournisseur",
              name));
    }
    Provider.Ownership ownership = provider.ownership();
    if (ownership != null) {
      facts.add(
          StatedFact.of(StatedFact.Kind.Ownership, ownership.provenance(), "fournisseur", name));
    }
    Provider.Operations operations = provider.operations();
    if (operations != null) {
      facts.add(
          StatedFact.of(StatedFact.Kind.Operations, operations.provenance(), "fournisseur", name));
    }
    for (Provider.Supplier supplier : provider.suppliers()) {
      facts.add(
          StatedFact.of(
              StatedFact.Kind.Supplier,
              supplier.provenance(),
              "nom",
              supplier.name(),
              "fournisseur",
              name));
    }
    provider.offerings().forEach(o -> offering(o, name, facts));
    return facts;
  }

  private static void offering(
      Provider.Offering offering, String provider, List<StatedFact> facts) {
    Provider.Agreement agreement = offering.agreement();
    if (agreement != null) {
      facts.add(
          StatedFact.of(
              StatedFact.Kind.Agreement,
              agreement.provenance(),
              "nom",
              agreement.reference(),
              "offre",
              offering.name(),
              "fournisseur",
              provider));
    }
    for (Provider.Qualification q : offering.qualifications()) {
      List<String> values = new ArrayList<>();
      values.addAll(
          List.of(
              "nom",
              q.scheme() + (q.version() == null ? "" : " " + q.version()) + " " + q.state(),
              "schema",
              q.scheme(),
              "offre",
              offering.name(),
              "fournisseur",
              provider));
      if (q.announcedOn() != null) {
        values.addAll(List.of("annonce", q.announcedOn().toString()));
      }
      facts.add(
          StatedFact.of(
              StatedFact.Kind.Qualification,
              q.provenance(),
              q.validFrom(),
              q.validUntil(),
              values.toArray(String[]::new)));
    }
  }

  /**
   * The facts that a statement looked at for its answer about a zone, as far as it declares them:
   * those of the zone and its provider. What a rule on dependencies or backup zones looked at, and
   * one of the customer's own, stands in its message.
   */
  static List<StatedFact> readBy(
      BoundRule statement, Verdict verdict, Workload workload, Estate estate) {
    Zone zone = estate.zone(verdict.zone());
    if (zone == null) {
      return List.of();
    }
    Provider provider = estate.provider(zone.provider());
    List<StatedFact> all = new ArrayList<>(of(zone));
    if (provider != null) {
      all.addAll(of(provider));
    }
    ZoneRule.Declaration declaration = statement.rule().declaration();
    if (ABOUT_FACTS.contains(declaration.id())) {
      ZoneRule.Question question =
          new ZoneRule.Question(
              workload, zone, provider, statement.parameters(), estate, Link.Zone);
      Set<Provenance> named =
          FactGroup.of(question).stream()
              .filter(g -> verdict.message().contains(g.name()))
              .map(FactGroup::provenance)
              .collect(Collectors.toSet());
      return all.stream().filter(f -> named.contains(f.provenance()) && isOfZone(f, zone)).toList();
    }
    String scheme = scheme(statement);
    return all.stream()
        .filter(f -> declaration.facts().contains(f.kind().field))
        .filter(f -> isOfZone(f, zone))
        .filter(f -> scheme.isEmpty() || scheme.equals(f.values().getOrDefault("schema", scheme)))
        .toList();
  }

  /** The scheme that it asks for; empty where it asks for none. */
  private static String scheme(BoundRule statement) {
    for (RuleParameter parameter : statement.rule().declaration().parameters()) {
      if (parameter.name().equals("scheme")) {
        String byDefault = parameter.defaultValue();
        return statement.parameters().text("scheme", byDefault == null ? "" : byDefault);
      }
    }
    return "";
  }

  /** Whether it is about an offering of the zone, or about none. */
  private static boolean isOfZone(StatedFact fact, Zone zone) {
    String offering = fact.values().get("offre");
    return offering == null || zone.offerings().contains(offering);
  }
}
