package cloud.bleu.cli;

import cloud.bleu.placement.Assignment;
import cloud.bleu.placement.Decision;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Provenance;
import cloud.bleu.placement.Provider;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The facts that a decision rests on, with who says so: those of the zones in use and of their
 * providers, of every zone while none is in use. What came without provenance is left out of the
 * text: it is an assumption, and verdicts on it say so.
 */
final class Foundations {
  private final List<Fact> facts = new ArrayList<>();

  private record Fact(String name, Provenance provenance) {}

  Foundations(Estate estate, Decision decision) {
    TreeSet<String> providers = new TreeSet<>();
    for (Zone zone : estate.zones()) {
      boolean used = decision.assignments().stream().anyMatch(a -> holds(a, zone));
      if (used || decision.assignments().stream().noneMatch(a -> a.replicas() > 0)) {
        zone(zone);
        providers.add(zone.provider());
      }
    }
    Workload workload = workload(estate, decision);
    if (workload != null && workload.closure().dependencies() != null) {
      workload.closure().dependencies().forEach(d -> providers.add(d.provider()));
    }
    for (String name : providers) {
      Provider provider = estate.provider(name);
      if (provider != null) {
        provider(provider);
      }
    }
  }

  private static @Nullable Workload workload(Estate estate, Decision decision) {
    return estate.workloads().stream()
        .filter(w -> w.id().equals(decision.id()))
        .findFirst()
        .orElse(null);
  }

  private static boolean holds(Assignment assignment, Zone zone) {
    return assignment.zone().equals(zone.name()) && assignment.replicas() > 0;
  }

  private void zone(Zone zone) {
    String of = " of zone " + zone.name();
    facts.add(new Fact("site" + of, zone.siteProvenance()));
    facts.add(new Fact("location" + of, zone.location().provenance()));
    facts.add(new Fact("failureDomains" + of, zone.failureDomainsProvenance()));
    for (Zone.Homologation h : zone.homologations()) {
      facts.add(new Fact("homologation " + h.reference() + of, h.provenance()));
    }
    if (zone.equipment().storage() != null) {
      facts.add(new Fact("storage" + of, zone.equipment().storage().provenance()));
    }
    if (zone.equipment().egress() != null) {
      facts.add(new Fact("egress" + of, zone.equipment().egress().provenance()));
    }
  }

  private void provider(Provider provider) {
    String of =
        " of "
            + provider.name()
            + (provider.displayName().equals(provider.name())
                ? ""
                : " (" + provider.displayName() + ")");
    Provider.LegalEntity entity = provider.legalEntity();
    if (entity != null) {
      facts.add(new Fact("legal entity " + entity.name() + of, entity.provenance()));
    }
    Provider.Ownership ownership = provider.ownership();
    if (ownership != null) {
      facts.add(new Fact("ownership" + of, ownership.provenance()));
    }
    Provider.Operations operations = provider.operations();
    if (operations != null) {
      facts.add(new Fact("operations" + of, operations.provenance()));
    }
    for (Provider.Supplier supplier : provider.suppliers()) {
      facts.add(new Fact("supplier " + supplier.name() + of, supplier.provenance()));
    }
    for (Provider.Offering offering : provider.offerings()) {
      Provider.Agreement agreement = offering.agreement();
      if (agreement != null) {
        facts.add(
            new Fact(
                "agreement " + agreement.reference() + " for offering " + offering.name() + of,
                agreement.provenance()));
      }
      for (Provider.Qualification q : offering.qualifications()) {
        facts.add(new Fact(qualification(offering, q) + of, q.provenance()));
      }
    }
  }

  private static String qualification(Provider.Offering offering, Provider.Qualification q) {
    return q.scheme()
        + (q.version() == null ? "" : " " + q.version())
        + " "
        + q.state()
        + (q.announcedOn() == null ? "" : ", announced " + q.announcedOn() + ",")
        + " for offering "
        + offering.name();
  }

  /** One paragraph for each fact; empty if there is none. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Fact fact : facts) {
      if (!fact.provenance().equals(Provenance.NONE) || !fact.name().contains(" of zone ")) {
        text.append(Table.wrapped("  " + fact.name() + ": " + said(fact.provenance()), 4));
      }
    }
    return text.toString();
  }

  private static String said(Provenance p) {
    return p.basis()
        + (p.source().isEmpty() ? "" : ", " + p.source())
        + (p.asOf() == null ? "" : ", as of " + p.asOf())
        + (p.checkedBy() == null ? "" : ", checked by " + p.checkedBy())
        + (p.documentSHA256() == null ? "" : ", SHA-256 " + p.documentSHA256());
  }

  /** The same for programs, every fact. */
  List<Map<String, @Nullable Object>> tree() {
    List<Map<String, @Nullable Object>> tree = new ArrayList<>();
    for (Fact fact : facts) {
      Provenance p = fact.provenance();
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("fact", fact.name());
      one.put("basis", p.basis().name());
      putIfStated(one, "source", p.source());
      putIfStated(one, "asOf", p.asOf());
      putIfStated(one, "checkedBy", p.checkedBy());
      putIfStated(one, "documentSHA256", p.documentSHA256());
      tree.add(one);
    }
    return tree;
  }

  private static void putIfStated(
      Map<String, @Nullable Object> tree, String key, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      tree.put(key, value.toString());
    }
  }
}
