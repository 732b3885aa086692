package cloud.bleu.evidence;

import cloud.bleu.placement.BoundRule;
import cloud.bleu.placement.Closure;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Origin;
import cloud.bleu.placement.Provenance;
import cloud.bleu.placement.Provider;
import cloud.bleu.placement.RuleParameter;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The facts that the answer of a rule rests on: the fields that the rule declares to read, of the
 * zone and of its provider. Of rules that look at the facts of others (their freshness and basis,
 * an expression, dependencies) every group of the zone and its provider, or of the providers of the
 * dependencies, is named, unless their answer rests on nothing that is stated.
 */
final class StatedFacts {
  private static final String DEPENDENCIES = "dependencies-compliant";

  /** Rules that look at the facts of others, whatever they declare. */
  static final Set<String> READ_WHAT_OTHERS_READ =
      Set.of(DEPENDENCIES, "expression", "fact-basis", "fact-freshness");

  private final List<StatedFact> facts = new ArrayList<>();
  private final BoundRule rule;
  private final Workload workload;
  private final Zone zone;
  private final Estate estate;

  private StatedFacts(BoundRule rule, Workload workload, Zone zone, Estate estate) {
    this.rule = rule;
    this.workload = workload;
    this.zone = zone;
    this.estate = estate;
  }

  /** Sorted by name, each once. */
  static List<StatedFact> of(
      BoundRule rule, Verdict verdict, Workload workload, Zone zone, Estate estate) {
    StatedFacts found = new StatedFacts(rule, workload, zone, estate);
    ZoneRule.Declaration declaration = rule.rule().declaration();
    if (!READ_WHAT_OTHERS_READ.contains(declaration.id())) {
      declaration.facts().forEach(found::read);
    } else if (verdict.origin() != Origin.Enforced) {
      if (declaration.id().equals(DEPENDENCIES)) {
        found.readDependencies();
      } else {
        found.readAll();
      }
    }
    return found.facts.stream()
        .distinct()
        .sorted(Comparator.comparing(StatedFact::name).thenComparing(StatedFact::basis))
        .toList();
  }

  /**
   * @param field as rules declare it: {@code CloudProvider.spec.ownership}
   */
  private void read(String field) {
    String path = field.substring(field.indexOf(".spec.") + ".spec.".length());
    if (field.startsWith("AvailabilityZone.")) {
      ofZone(path);
    } else {
      ofProvider(path, zone.provider(), zone.offerings());
    }
  }

  private void readAll() {
    ofZone("location");
    if (zone.equipment().storage() != null && !workload.closure().claims().isEmpty()) {
      ofZone("storage");
    }
    if (zone.equipment().egress() != null) {
      ofZone("egress");
    }
    ofWholeProvider(zone.provider(), zone.offerings());
  }

  private void readDependencies() {
    List<Closure.Dependency> dependencies = workload.closure().dependencies();
    if (dependencies != null) {
      TreeSet<String> providers = new TreeSet<>();
      dependencies.forEach(d -> providers.add(d.provider()));
      for (String provider : providers) {
        ofWholeProvider(
            provider,
            dependencies.stream()
                .filter(d -> d.provider().equals(provider))
                .map(Closure.Dependency::offering)
                .toList());
      }
    }
  }

  private void ofWholeProvider(String provider, List<String> offerings) {
    for (String path :
        List.of("legalEntity", "ownership", "operations", "offerings[].qualifications")) {
      ofProvider(path, provider, offerings);
    }
  }

  private void ofZone(String path) {
    String of = " of zone " + zone.name();
    switch (path) {
      case "location" -> add("location" + of, zone.location().provenance());
      case "storage" -> {
        Zone.Storage storage = zone.equipment().storage();
        add("storage" + of, storage == null ? null : storage.provenance());
      }
      case "egress" -> {
        Zone.Egress egress = zone.equipment().egress();
        add("egress" + of, egress == null ? null : egress.provenance());
      }
      case "homologations" -> {
        zone.homologations().forEach(h -> add("homologation" + of, h.provenance()));
        missing("homologation" + of, zone.homologations().isEmpty());
      }
      // Stated by the customer, and without provenance in the API: registries, maintenance.
      default -> add(path + of, Provenance.NONE);
    }
  }

  private void ofProvider(String path, String name, List<String> used) {
    Provider provider = estate.provider(name);
    if (provider == null) {
      facts.add(StatedFact.missing("provider " + name));
      return;
    }
    String of = " of provider " + name;
    switch (path) {
      case "legalEntity" -> {
        Provider.LegalEntity entity = provider.legalEntity();
        add("legal entity" + of, entity == null ? null : entity.provenance());
      }
      case "ownership" -> {
        Provider.Ownership ownership = provider.ownership();
        add("ownership" + of, ownership == null ? null : ownership.provenance());
      }
      case "operations" -> {
        Provider.Operations operations = provider.operations();
        add("operations" + of, operations == null ? null : operations.provenance());
      }
      case "suppliers" -> {
        provider.suppliers().forEach(s -> add("supplier " + s.name() + of, s.provenance()));
        missing("suppliers" + of, provider.suppliers().isEmpty());
      }
      default -> {
        List<Provider.Offering> offerings =
            provider.offerings().stream().filter(o -> used.contains(o.name())).toList();
        missing("offerings" + of, offerings.isEmpty());
        offerings.forEach(o -> ofOffering(path, o, of));
      }
    }
  }

  private void ofOffering(String path, Provider.Offering offering, String ofProvider) {
    String of = " of offering " + offering.name() + ofProvider;
    switch (path) {
      case "offerings[].agreement" -> {
        Provider.Agreement agreement = offering.agreement();
        add("agreement" + of, agreement == null ? null : agreement.provenance());
      }
      case "offerings[].qualifications" -> {
        String scheme = scheme();
        List<Provider.Qualification> about =
            offering.qualifications().stream()
                .filter(q -> scheme == null || q.scheme().equals(scheme))
                .toList();
        about.forEach(q -> add(q.scheme() + " qualification" + of, q.provenance()));
        missing((scheme == null ? "" : scheme + " ") + "qualification" + of, about.isEmpty());
      }
      // Layers and services are the offering's own words, without provenance in the API.
      default -> add(path.replace("offerings[].", "") + of, Provenance.NONE);
    }
  }

  /** The scheme that the rule asks for, null where it asks for none. */
  private @Nullable String scheme() {
    return rule.rule().declaration().parameters().stream()
        .filter(p -> p.name().equals("scheme"))
        .map(RuleParameter::defaultValue)
        .filter(Objects::nonNull)
        .map(byDefault -> rule.parameters().text("scheme", byDefault))
        .findFirst()
        .orElse(null);
  }

  private void add(String name, @Nullable Provenance provenance) {
    facts.add(provenance == null ? StatedFact.missing(name) : StatedFact.of(name, provenance));
  }

  private void missing(String name, boolean nothing) {
    if (nothing) {
      facts.add(StatedFact.missing(name));
    }
  }
}
