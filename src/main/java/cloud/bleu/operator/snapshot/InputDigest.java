package cloud.bleu.operator.snapshot;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.evidence.record.Digest;
import cloud.bleu.placement.model.BreakGlass;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Digests of what decisions are taken on: spec, policies, template, and the facts within the scope
 * of the workload. Capacity, prices and the state of a zone are left out: they are recorded, but
 * never make a decision a new one. Made for one pass; the digests of workloads that did not change
 * are carried over.
 */
public final class InputDigest {

  /** Changes when the form below does, so that digests of two releases are never mixed up. */
  private static final String FORM = "v1alpha1/2";

  private record Known(long generation, String digest, FactScope scope) {}

  /** A digest, and what it is of. */
  private record Made(TreeMap<String, Object> tree, String digest) {}

  /** A template as canonical JSON takes it; as long as the object is the same, so is that. */
  private record Template(Object source, @Nullable Object tree) {}

  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, Made> made = new HashMap<>();
  private final Map<String, Template> templates = new HashMap<>();
  private FactDigests facts = new FactDigests();
  private Map<String, String> policies = Map.of();

  /** Takes in the facts and policies of a pass. */
  public void read(
      List<CloudProvider> providers, List<AvailabilityZone> zones, List<SovereigntyPolicy> all) {
    facts = new FactDigests(providers, zones, facts);
    TreeMap<String, String> byName = new TreeMap<>();
    all.forEach(p -> byName.put(p.getMetadata().getName(), Digest.of(spec(p.getSpec()))));
    policies = byName;
  }

  /** Digest of one policy's spec, null when there is no such policy. */
  public @Nullable String policy(String name) {
    return policies.get(name);
  }

  /**
   * Digest of everything that a workload is decided on.
   *
   * @param governing names of the policies that hold for it
   * @param waivers that name it
   * @param template of a Deployment that it refers to, null for none
   * @param exposedBy what brings requests in from outside
   */
  public String of(
      BleuWorkload workload,
      List<String> governing,
      List<SovereigntyWaiver> waivers,
      @Nullable Object template,
      List<String> exposedBy) {
    TreeMap<String, Object> tree = new TreeMap<>();
    tree.put("form", FORM);
    Known known = known(workload);
    tree.put("facts", facts.of(known.scope()));
    tree.put("spec", known.digest());
    TreeMap<String, Object> governed = new TreeMap<>();
    governing.forEach(name -> governed.put(name, policies.getOrDefault(name, "")));
    tree.put("policies", governed);
    if (!waivers.isEmpty()) {
      TreeMap<String, Object> waived = new TreeMap<>();
      waivers.forEach(w -> waived.put(w.getMetadata().getName(), Digest.of(spec(w.getSpec()))));
      tree.put("waivers", waived);
    }
    Map<String, String> annotations = workload.getMetadata().getAnnotations();
    if (annotations != null && annotations.containsKey(BreakGlass.ANNOTATION)) {
      tree.put(
          "breakGlass",
          List.of(
              annotations.get(BreakGlass.ANNOTATION),
              annotations.getOrDefault(BreakGlass.COUNTERSIGNED, "")));
    }
    if (!exposedBy.isEmpty()) {
      tree.put("exposedBy", exposedBy);
    }
    String uid = String.valueOf(workload.getMetadata().getUid());
    if (template != null) {
      tree.put("template", template(uid, template));
    }
    Made last = made.get(uid);
    if (last == null || !last.tree().equals(tree)) {
      last = new Made(tree, Digest.of(tree));
      made.put(uid, last);
    }
    return last.digest();
  }

  private @Nullable Object template(String uid, Object template) {
    Template last = templates.get(uid);
    if (last == null || last.source() != template) {
      last = new Template(template, spec(template));
      templates.put(uid, last);
    }
    return last.tree();
  }

  /** The zones and providers that a workload is judged by, as {@link VerdictSubject} names them. */
  public SortedSet<String> judged(BleuWorkload workload) {
    return facts.judged(known(workload).scope());
  }

  private Known known(BleuWorkload workload) {
    String uid = String.valueOf(workload.getMetadata().getUid());
    Long generation = workload.getMetadata().getGeneration();
    Known before = known.get(uid);
    if (before != null && generation != null && before.generation() == generation) {
      return before;
    }
    JsonNode spec = Serialization.jsonMapper().valueToTree(workload.getSpec());
    Known now =
        new Known(generation == null ? 0 : generation, Digest.of(tree(spec)), FactScope.of(spec));
    if (generation != null) {
      known.put(uid, now);
    }
    return now;
  }

  /** Forgets workloads that are gone. */
  public void retain(java.util.Set<String> uids) {
    known.keySet().retainAll(uids);
    made.keySet().retainAll(uids);
    templates.keySet().retainAll(uids);
  }

  /** A spec as canonical JSON takes it. */
  public static @Nullable Object spec(@Nullable Object spec) {
    return tree(Serialization.jsonMapper().valueToTree(spec));
  }

  /** As canonical JSON takes it: fractions as text, because programs print them differently. */
  static @Nullable Object tree(@Nullable JsonNode node) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return null;
    }
    if (node.isObject()) {
      TreeMap<String, Object> map = new TreeMap<>();
      node.fields().forEachRemaining(e -> map.put(e.getKey(), tree(e.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(n -> list.add(tree(n)));
      return list;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isIntegralNumber() ? (Object) node.bigIntegerValue() : node.asText();
  }
}
