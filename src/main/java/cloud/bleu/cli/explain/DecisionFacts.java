package cloud.bleu.cli.explain;

import cloud.bleu.cli.terminal.Table;
import cloud.bleu.credential.Credentials;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.FactSelection;
import cloud.bleu.placement.estate.StatedFacts;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The facts that a decision rests on, with who says so: those of the zones in use, of the zones
 * that backups go to and of their providers, of every zone while none is in use, and of the
 * providers of dependencies. What came without provenance is left out of the text: it is an
 * assumption, and verdicts on it say so.
 */
public final class DecisionFacts {
  private final List<StatedFact> facts = new ArrayList<>();

  /** Of facts that the operator wrote down. */
  DecisionFacts(List<StatedFact> facts) {
    this.facts.addAll(facts);
  }

  DecisionFacts(Estate estate, Workload workload, Decision decision) {
    TreeSet<String> providers = new TreeSet<>();
    boolean hazards = FactSelection.of(workload).counts(StatedFact.Kind.FailureDomains);
    Closure.Backup backup = workload.closure().backup();
    for (Zone zone : estate.zones()) {
      boolean used = decision.assignments().stream().anyMatch(a -> holds(a, zone));
      boolean copied = backup != null && backup.toZones().contains(zone.name());
      if (used || copied || decision.assignments().stream().noneMatch(a -> a.replicas() > 0)) {
        facts.addAll(StatedFacts.of(zone).stream().filter(f -> hazards || !isHazards(f)).toList());
        providers.add(zone.provider());
      }
    }
    if (workload.closure().dependencies() != null) {
      workload.closure().dependencies().forEach(d -> providers.add(d.provider()));
    }
    for (String name : providers) {
      Provider provider = estate.provider(name);
      if (provider != null) {
        facts.addAll(StatedFacts.of(provider));
      }
    }
  }

  private static boolean isHazards(StatedFact fact) {
    return fact.kind() == StatedFact.Kind.FailureDomains;
  }

  private static boolean holds(Assignment assignment, Zone zone) {
    return assignment.zone().equals(zone.name()) && assignment.replicas() > 0;
  }

  /** Those for people. */
  public List<StatedFact> told() {
    return facts.stream()
        .filter(f -> !f.ofZone() || !Provenance.NONE.equals(f.provenance()))
        .toList();
  }

  /** One paragraph for each fact; empty if there is none. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (StatedFact fact : told()) {
      text.append(Table.wrapped("  " + fact.text() + ": " + said(fact.provenance()), 4));
    }
    return text.toString();
  }

  private static String said(@Nullable Provenance p) {
    return p == null
        ? "nobody vouches for it"
        : p.basis()
            + (p.source().isEmpty() ? "" : ", " + Credentials.hidden(p.source()))
            + (p.asOf() == null ? "" : ", as of " + p.asOf())
            + (p.checkedBy() == null ? "" : ", checked by " + p.checkedBy())
            + (p.documentSHA256() == null ? "" : ", SHA-256 " + p.documentSHA256());
  }

  /** One map for each fact, for programs; those that people are not told are among them. */
  List<Map<String, @Nullable Object>> tree() {
    return facts.stream().map(DecisionFacts::tree).toList();
  }

  /** One fact for programs. */
  static Map<String, @Nullable Object> tree(StatedFact fact) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("fact", fact.text());
    putIfStated(one, "value", fact.value());
    Provenance p = fact.provenance();
    if (p != null) {
      one.put("basis", p.basis().name());
      putIfStated(one, "source", p.source());
      putIfStated(one, "asOf", p.asOf());
      putIfStated(one, "checkedBy", p.checkedBy());
      putIfStated(one, "documentSHA256", p.documentSHA256());
    }
    putIfStated(one, "validFrom", fact.window().from());
    putIfStated(one, "validUntil", fact.window().until());
    return one;
  }

  private static void putIfStated(
      Map<String, @Nullable Object> tree, String key, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      tree.put(key, value.toString());
    }
  }
}
