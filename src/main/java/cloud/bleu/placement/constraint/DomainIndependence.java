package cloud.bleu.placement.constraint;

import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.NameList;
import cloud.bleu.placement.model.Domains;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.problem.CompiledWorkload;
import cloud.bleu.placement.problem.ProtectedEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether the zones of a workload lie in enough independent domains for the losses that it must
 * survive. That is a matter of counting: more room does not help.
 */
public final class DomainIndependence {
  /** An odd number of members loses at most a minority at once only over three domains or more. */
  private static final int QUORUM = 3;

  private final PlanState planState;
  private final CompiledWorkload compiled;

  private DomainIndependence(PlanState planState, CompiledWorkload compiled) {
    this.planState = planState;
    this.compiled = compiled;
  }

  /**
   * What cannot be because there are too few independent domains.
   *
   * @param mends whether a zone that takes nothing new now would help if it did: it adds a domain,
   *     and all such zones together add enough of them
   */
  public record Lack(Decision.Reason reason, IntPredicate mends) {}

  /** What cannot be for want of independent domains, null if they suffice. */
  public static @Nullable Lack lacking(PlanState planState, CompiledWorkload compiled) {
    return new DomainIndependence(planState, compiled).lacking();
  }

  private @Nullable Lack lacking() {
    if (compiled.workload.quorum()) {
      Set<Scope> scopes = new LinkedHashSet<>();
      compiled.workload.tolerate().stream()
          .filter(Workload.Tolerate::hard)
          .map(Workload.Tolerate::of)
          .filter(scope -> !anyExempt(scope))
          .forEach(scopes::add);
      scopes.add(Scope.ZONE);
      for (Scope scope : scopes) {
        List<String> domains = domains(scope, compiled.allowed.open);
        if (domains != null && domains.size() < QUORUM) {
          boolean enough = enough(scope, QUORUM);
          return new Lack(
              ReasonCode.QuorumUnsatisfiable.because(
                  Message.of(
                      "why.quorumDomains",
                      "scope",
                      word(scope),
                      "domains",
                      NameList.first(domains)),
                  another(scope, "do.moreZonesOrNoQuorum", "do.otherDomainOrNoQuorum"),
                  enough),
              mending(scope, domains, enough));
        }
      }
    }
    for (Workload.Tolerate entry : compiled.workload.tolerate()) {
      Lack lack = entry.hard() ? lacking(entry) : null;
      if (lack != null) {
        return lack;
      }
    }
    return null;
  }

  /**
   * Whether no majority has to outlive the loss of some domain, by whichever entry: those who are a
   * majority may be there.
   */
  private boolean anyExempt(Scope scope) {
    Domains domains = planState.topology.domains(scope);
    for (ProtectedEvent protectedEvent : compiled.protectedEvents.list) {
      int domain = domains.of(protectedEvent.members[0]);
      boolean all = protectedEvent.exemptOfQuorum && domain >= 0;
      boolean open = false;
      for (int z = 0; z < planState.topology.known && all; z++) {
        all = protectedEvent.holds(z) == (domains.of(z) == domain);
        open |= protectedEvent.holds(z) && compiled.allowed.open[z];
      }
      if (all && open) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Lack lacking(Workload.Tolerate entry) {
    List<String> domains = domains(entry.of(), compiled.allowed.open);
    if (domains == null || domains.isEmpty()) {
      return null;
    }
    if (domains.size() == 1 && (entry.recover() == Workload.Recover.Reserved || entry.keep() > 0)) {
      boolean enough = enough(entry.of(), 2);
      return new Lack(
          ReasonCode.SurvivalUnsatisfiable.because(
              Message.of("why.oneDomain", "scope", word(entry.of()), "domain", domains.get(0)),
              another(entry.of(), "do.moreZonesOrTolerateNot", "do.otherDomainOrTolerateNot"),
              enough),
          mending(entry.of(), domains, enough));
    }
    if (isTooFew(domains.size(), entry.keep())) {
      List<String> all = domains(entry.of(), compiled.allowed.eligible);
      return new Lack(
          ReasonCode.SurvivalUnsatisfiable.because(
              Message.of("why.fewerThanKeep", "domains", NameList.first(domains)),
              another(entry.of(), "do.moreZonesOrKeepLess", "do.otherDomainOrKeepLess")),
          mending(entry.of(), domains, all == null || !isTooFew(all.size(), entry.keep())));
    }
    return null;
  }

  /** Whether over so many domains the loss of the fullest leaves fewer than that. */
  private boolean isTooFew(int domains, int keep) {
    int replicas = compiled.replicas();
    int fullest = (replicas + domains - 1) / domains;
    return replicas - fullest < keep;
  }

  private IntPredicate mending(Scope scope, List<String> present, boolean enough) {
    Domains domains = planState.topology.domains(scope);
    return z -> enough && (domains.of(z) < 0 || !present.contains(domains.values[domains.of(z)]));
  }

  private boolean enough(Scope scope, int number) {
    List<String> domains = domains(scope, compiled.allowed.eligible);
    return domains == null || domains.size() >= number;
  }

  /** The domains of those zones, in order; null when a zone is in none and so lost with none. */
  private @Nullable List<String> domains(Scope scope, boolean[] zones) {
    Domains domains = planState.topology.domains(scope);
    TreeSet<String> names = new TreeSet<>();
    for (int z = 0; z < planState.topology.known; z++) {
      if (zones[z] && domains.of(z) < 0) {
        return null;
      }
      if (zones[z]) {
        names.add(domains.values[domains.of(z)]);
      }
    }
    return new ArrayList<>(names);
  }

  /** Names of the zones that a workload may use, in order. */
  public static List<String> zones(PlanState planState, CompiledWorkload compiled) {
    TreeSet<String> names = new TreeSet<>();
    for (int z = 0; z < planState.topology.known; z++) {
      if (compiled.allowed.open[z]) {
        names.add(planState.topology.names[z]);
      }
    }
    return List.copyOf(names);
  }

  /** To add a domain; another zone is no place to allow zones in. */
  private static Message another(Scope scope, String zones, String domains) {
    return scope.equals(Scope.ZONE) ? Message.of(zones) : Message.of(domains, "scope", word(scope));
  }

  private static String word(Scope scope) {
    return scope.isHazard() ? scope.name() : scope.name().toLowerCase(Locale.ROOT);
  }
}
