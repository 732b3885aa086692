package cloud.bleu.operator.evidence;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.evidence.change.Attestations;
import cloud.bleu.evidence.change.PolicyDiff;
import cloud.bleu.evidence.export.ChainKnowledge;
import cloud.bleu.operator.snapshot.InputDigest;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a cluster as the chain knows them: policies, facts, and who is governed by what.
 */
final class KnownObjects {
  private KnownObjects() {}

  /**
   * What the policies, providers and zones are now.
   *
   * @param pseudonym in place of the name of a person
   */
  static ChainKnowledge of(ApiObjects objects, UnaryOperator<String> pseudonym) {
    return ChainKnowledge.of(trees(objects.policies()), facts(objects, pseudonym));
  }

  /** The names of the policies that hold for each workload, by {@code namespace/name}. */
  static Map<String, List<String>> governed(Translation translation) {
    Map<String, List<String>> governed = new TreeMap<>();
    translation
        .governedBy()
        .forEach((id, by) -> governed.put(id.namespace() + "/" + id.name(), List.copyOf(by)));
    return governed;
  }

  private static Map<String, Object> trees(List<SovereigntyPolicy> policies) {
    Map<String, Object> trees = new TreeMap<>();
    for (SovereigntyPolicy policy : policies) {
      Object spec = InputDigest.spec(policy.getSpec());
      trees.put(policy.getMetadata().getName(), spec == null ? Map.of() : spec);
    }
    return PolicyDiff.asRead(trees);
  }

  private static Map<String, Object> facts(ApiObjects objects, UnaryOperator<String> pseudonym) {
    Map<String, Object> facts = new TreeMap<>();
    Stream.of(objects.providers(), objects.zones())
        .flatMap(List::stream)
        .forEach(
            o -> {
              Object spec = InputDigest.spec(o.getSpec());
              facts.put(
                  o.getKind() + "/" + o.getMetadata().getName(),
                  Attestations.of(o.getMetadata().getUid(), fields(spec), pseudonym));
            });
    return facts;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> fields(@Nullable Object spec) {
    return spec instanceof Map<?, ?> ? (Map<String, Object>) spec : Map.of();
  }
}
