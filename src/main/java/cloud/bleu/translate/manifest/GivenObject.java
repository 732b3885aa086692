package cloud.bleu.translate.manifest;

import cloud.bleu.api.v1alpha1.AppliedObject;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is given of one object. A file states what is asked for. What a cluster printed
 * of an object of ours is known by its uid: it completes the file with what was observed, and with
 * what a person says in the cluster.
 */
final class GivenObject {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final String SPEC = "spec";
  private static final String STATUS = "status";

  private final ObjectRef ref;
  private final Class<? extends HasMetadata> type;
  private final BiConsumer<Manifest, Problem> found;
  private final List<Manifest> stated = new ArrayList<>();
  private final List<Manifest> observed = new ArrayList<>();

  /**
   * @param found takes what is wrong with a manifest
   */
  GivenObject(
      ObjectRef ref, Class<? extends HasMetadata> type, BiConsumer<Manifest, Problem> found) {
    this.ref = ref;
    this.type = type;
    this.found = found;
  }

  /** Takes one more manifest of this object; reports one whose name is taken. */
  void add(Manifest manifest) {
    boolean seen = manifest.isOfCluster() && ManifestKinds.hasSchema(manifest);
    List<Manifest> same = seen ? observed : stated;
    if (!same.isEmpty() && !type.equals(Namespace.class)) {
      String taken = "the name is taken by " + same.get(0).place();
      String both = seen ? ", and both have metadata.uid, as what a cluster prints" : "";
      String advice =
          seen
              ? "give one of the two, or take metadata.uid out of the one that states the spec"
              : "rename one of the two or take it out";
      found.accept(manifest, new Problem(ref, true, "metadata.name", taken + both, null, advice));
    }
    same.add(manifest);
  }

  /** The manifest that says what is asked for. */
  Manifest stating() {
    return stated.isEmpty() ? observed.get(0) : stated.get(0);
  }

  /** The manifest that completes it; null where there is only one of the two. */
  private @Nullable Manifest completing() {
    return stated.isEmpty() || observed.isEmpty() ? null : observed.get(0);
  }

  /** The manifest that a field of the object is from. */
  Manifest saying(String path) {
    Manifest completing = completing();
    boolean seen = FieldPath.isWithin(STATUS, path) || isCompleted(path) && !stating().states(path);
    return completing != null && seen ? completing : stating();
  }

  /** Whether the cluster may say a field of an object that a file states. */
  private static boolean isCompleted(String path) {
    return FieldPath.isWithin(STATUS, path)
        || FieldPath.isWithin("metadata", path) && !FieldPath.isWithin("metadata.labels", path)
        || path.equals("spec.approvedBy")
        || path.equals("spec.approvedStatement");
  }

  /**
   * Checks every manifest, and reads the object as far as it can be read. Of what completes a file
   * only that is checked which is used.
   *
   * @param rules takes the rules of each manifest
   * @return null for an object that cannot be read
   */
  @Nullable HasMetadata read(List<ObjectRules> rules) {
    Manifest stating = stating();
    Manifest completing = completing();
    HasMetadata object = check(stating, any -> true, rules) ? parsed(stating) : null;
    HasMetadata known =
        completing != null && check(completing, GivenObject::isCompleted, rules)
            ? parsed(completing)
            : null;
    Stream.concat(stated.stream(), observed.stream())
        .filter(other -> other != stating && other != completing)
        .forEach(
            other -> {
              check(other, any -> true, rules);
              if (object instanceof Namespace namespace) {
                new NamespaceParts(stating, found).add(other, namespace.getMetadata());
              }
            });
    return object == null || known == null ? object : AppliedObject.of(known, object);
  }

  /** Whether the object can be told from others. */
  private boolean check(Manifest manifest, Predicate<String> used, List<ObjectRules> rules) {
    ObjectRules own =
        new ObjectRules(
            manifest, ref, used, error -> found.accept(manifest, manifest.problem(ref, error)));
    rules.add(own);
    boolean known = Metadata.check(manifest.json(), own);
    if (ManifestKinds.hasSchema(manifest)) {
      new StructuralSchema(own).object(manifest.json(), Metadata.schema(ref.kind()), "");
    }
    ResourceAmounts.check(manifest, own);
    if (!used.test(SPEC) && own.isWrong(SPEC)) {
      // Nobody knows what was approved in it.
      manifest.json().remove(SPEC);
    }
    return known;
  }

  private @Nullable HasMetadata parsed(Manifest manifest) {
    try {
      return MAPPER.treeToValue(manifest.json(), type);
    } catch (JsonMappingException e) {
      found.accept(
          manifest,
          new Problem(
              ref,
              true,
              Metadata.path(e.getPath()),
              "cannot be read as " + ref.kind(),
              null,
              "correct its type"));
    } catch (JsonProcessingException e) {
      found.accept(
          manifest,
          new Problem(ref, true, "", "cannot be read as " + ref.kind(), null, "correct it"));
    }
    return null;
  }
}
