package cloud.bleu.translate;

import cloud.bleu.admission.AdmittedContents;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Claims;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Images;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.ImageReference;
import cloud.bleu.placement.model.ObjectName;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.policy.FailClosedRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the rules that are enforced in one namespace let into its pods and claims, for admission to
 * hold: of a rule the part that can be told without the engine, and never more than it would let
 * in.
 */
public final class EnforcedContents {

  private static final String IMAGES = "registry-allowed";
  private static final String STORAGE = "encrypted-storage";
  private static final String KEYS = "key-custody";

  private EnforcedContents() {}

  /**
   * What holds in a namespace.
   *
   * @param decided the zones of each of its workloads that has a decision
   */
  public static AdmittedContents of(
      Translation translation, String namespace, Map<String, Set<String>> decided) {
    Estate estate = translation.estate();
    Map<String, Workload> workloads = new TreeMap<>();
    estate.workloads().stream()
        .filter(w -> w.id().namespace().equals(namespace))
        .forEach(w -> workloads.put(w.id().name(), w));
    Map<String, Map<String, Set<Images>>> images = new HashMap<>();
    Map<String, Set<String>> claimsOnly = new HashMap<>();
    Set<String> unread = new HashSet<>();
    Map<String, Map<String, String>> requests = new HashMap<>();
    Set<String> inUse = new TreeSet<>();
    decided.forEach(
        (name, zones) -> {
          inUse.addAll(zones);
          Workload workload = workloads.get(name);
          if (workload == null || isUnread(workload.rules())) {
            unread.add(name);
          }
          if (workload != null) {
            Map<String, Set<Images>> byZone = images(workload, zones, estate);
            if (!byZone.isEmpty()) {
              images.put(name, byZone);
            }
            claimsOnly.put(name, claimsOnly(workload, zones, estate));
            Map<String, String> counted = workload.requests().texts();
            counted.remove("pods");
            requests.put(name, counted);
          }
        });
    List<BoundRule> all = new ArrayList<>();
    all.addAll(translation.namespaceRules().getOrDefault(namespace, List.of()));
    workloads.values().forEach(w -> all.addAll(w.rules()));
    boolean said = all.stream().anyMatch(r -> enforces(r, STORAGE));
    return new AdmittedContents(
        images,
        claimsOnly,
        unread,
        requests,
        said ? claims(estate, inUse, workloads.values()) : null,
        isUnread(all));
  }

  private static Map<String, Set<Images>> images(
      Workload workload, Set<String> zones, Estate estate) {
    Map<String, Set<Images>> byZone = new HashMap<>();
    for (String name : zones) {
      Zone zone = estate.zone(name);
      List<String> ofZone = zone == null ? List.of() : zone.equipment().registries();
      Set<Images> statements = new LinkedHashSet<>();
      for (BoundRule rule : workload.rules()) {
        if (!enforces(rule, IMAGES) || rule.waiver(name, estate.now()) != null) {
          continue;
        }
        List<String> allow = rule.parameters().texts("allow", List.of());
        Boolean digest = rule.parameters().flag("digest", false) ? Boolean.TRUE : null;
        // Where nobody states a registry the rule knows of none, and neither does admission.
        if (!allow.isEmpty() || ofZone.isEmpty()) {
          statements.add(new Images(prefixes(allow), digest));
        }
        if (!ofZone.isEmpty()) {
          statements.add(new Images(prefixes(ofZone), digest));
        }
      }
      if (!statements.isEmpty()) {
        byZone.put(name, statements);
      }
    }
    return byZone;
  }

  private static Set<String> claimsOnly(Workload workload, Set<String> zones, Estate estate) {
    Set<String> asked = new TreeSet<>();
    for (BoundRule rule : workload.rules()) {
      if (enforces(rule, STORAGE) || enforces(rule, KEYS)) {
        zones.stream().filter(z -> rule.waiver(z, estate.now()) == null).forEach(asked::add);
      }
    }
    return asked;
  }

  private static List<String> prefixes(List<String> registries) {
    TreeSet<String> prefixes = new TreeSet<>();
    registries.forEach(r -> prefixes.add(ImageReference.prefix(r)));
    return List.copyOf(prefixes);
  }

  /**
   * Classes that a zone describes as encrypted, and none as anything else: of the zones in use, of
   * all where nothing is decided yet. A workload for which the rule is waived may claim what it
   * names.
   */
  private static Claims claims(Estate estate, Set<String> inUse, Iterable<Workload> workloads) {
    TreeSet<String> encrypted = new TreeSet<>();
    Set<String> other = new HashSet<>();
    for (Zone zone : estate.zones()) {
      Zone.Storage storage = zone.equipment().storage();
      if (storage == null || (!inUse.isEmpty() && !inUse.contains(zone.name()))) {
        continue;
      }
      for (Zone.StorageClass c : storage.classes()) {
        if (ObjectName.isOne(c.name())) {
          (Boolean.TRUE.equals(c.encrypted()) ? encrypted : other).add(c.name());
        }
      }
    }
    encrypted.removeAll(other);
    for (Workload workload : workloads) {
      boolean waived =
          workload.rules().stream()
              .filter(r -> enforces(r, STORAGE))
              .flatMap(r -> r.waivers().stream())
              .anyMatch(w -> w.isInForce(estate.now()));
      if (waived) {
        for (Closure.Claim claim : workload.closure().claims()) {
          if (claim.storageClass() != null && !claim.storageClass().isEmpty()) {
            encrypted.add(claim.storageClass());
          }
        }
      }
    }
    return new Claims(List.copyOf(encrypted));
  }

  private static boolean enforces(BoundRule rule, String id) {
    return rule.action() == BoundRule.Action.Enforce && rule.rule().declaration().id().equals(id);
  }

  private static boolean isUnread(List<BoundRule> rules) {
    return rules.stream().anyMatch(r -> r.rule() instanceof FailClosedRule && r.policy() != null);
  }
}
