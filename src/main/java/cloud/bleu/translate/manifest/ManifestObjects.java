package cloud.bleu.translate.manifest;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.object.ApiObjects;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Manifests as API objects, checked and with defaults; and back from a problem to its line. */
public final class ManifestObjects {

  private final Map<ObjectRef, GivenObject> given = new LinkedHashMap<>();
  private final List<HasMetadata> objects = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<ManifestProblem> located = new ArrayList<>();
  private final List<ObjectRules> rules = new ArrayList<>();
  private final SortedMap<String, Integer> passedOver = new TreeMap<>();

  private ManifestObjects() {}

  /** Checks and reads what a {@link ManifestReader} found. */
  public static ManifestObjects of(ManifestReader.Result read) {
    ManifestObjects all = new ManifestObjects();
    all.located.addAll(read.problems());
    read.manifests().forEach(all::add);
    all.given.values().forEach(all::read);
    return all;
  }

  /** The objects that could be read, those in error as far as they could be. */
  public ApiObjects objects() {
    return ApiObjects.NONE
        .with(CloudProvider.class, of(CloudProvider.class))
        .with(AvailabilityZone.class, of(AvailabilityZone.class))
        .with(SovereigntyPolicy.class, of(SovereigntyPolicy.class))
        .with(BleuWorkload.class, of(BleuWorkload.class))
        .with(WorkloadPlacement.class, of(WorkloadPlacement.class))
        .with(Namespace.class, of(Namespace.class))
        .with(PriorityClass.class, of(PriorityClass.class))
        .with(Node.class, of(Node.class))
        .with(Pod.class, of(Pod.class))
        .with(Deployment.class, of(Deployment.class))
        .with(SovereigntyWaiver.class, of(SovereigntyWaiver.class))
        .with(Service.class, of(Service.class))
        .with(Ingress.class, of(Ingress.class))
        .with(GenericKubernetesResource.class, of(GenericKubernetesResource.class))
        .with(DecisionLedger.class, of(DecisionLedger.class))
        .with(ResilienceDrill.class, drills());
  }

  /** The drills. */
  public List<ResilienceDrill> drills() {
    return of(ResilienceDrill.class);
  }

  /** The plans of migrations. */
  public List<MigrationPlan> migrations() {
    return of(MigrationPlan.class);
  }

  private <T extends HasMetadata> List<T> of(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Kinds and paths of fields of status that a newer operator wrote, once each. */
  public List<String> newerStatus() {
    return rules.stream().flatMap(one -> one.newer().stream()).distinct().sorted().toList();
  }

  /** Kinds that there are, read or not, with their number. */
  public SortedMap<String, Integer> kinds() {
    SortedMap<String, Integer> kinds = new TreeMap<>(passedOver);
    objects.forEach(object -> kinds.merge(object.getKind(), 1, Integer::sum));
    return kinds;
  }

  /**
   * Everything that is wrong, in the order of the files: what was found while reading, what was
   * found later, less what only follows from the former, and what the rules in CEL of the schemas
   * say besides.
   *
   * @param later found in these objects by the translators
   */
  public List<ManifestProblem> problems(List<Problem> later) {
    List<ManifestProblem> all = new ArrayList<>(located);
    List<Problem> told =
        later.stream().filter(l -> problems.stream().noneMatch(p -> explains(p, l))).toList();
    told.forEach(problem -> all.add(locate(problem)));
    rules.forEach(one -> all.addAll(one.broken(told)));
    return all.stream().sorted().distinct().toList();
  }

  private static boolean explains(Problem first, Problem later) {
    return first.object().equals(later.object())
        && (FieldPath.isWithin(first.path(), later.path())
            || FieldPath.isWithin(later.path(), first.path())
            || later.what().startsWith("is missing")
                && FieldPath.isWithin(first.path(), factOf(later.path())));
  }

  /** Where a policy may state a parameter once for all of its rules. */
  private static String factOf(String path) {
    return path.replaceFirst("^spec\\.rules\\[\\d+]\\.parameters\\.", "spec.facts.");
  }

  /** A problem of an object, with its place in the files. */
  public ManifestProblem locate(Problem problem) {
    GivenObject object = given.get(problem.object());
    return object == null
        ? new ManifestProblem("-", 0, 0, problem.withObject())
        : object.saying(problem.path()).locate(problem);
  }

  /** Where an object begins; null for one that is not among them. */
  public @Nullable SourceLine source(ObjectRef ref) {
    GivenObject object = given.get(ref);
    return object == null ? null : object.stating().source();
  }

  private void add(Manifest manifest) {
    Class<? extends HasMetadata> type = ManifestKinds.type(manifest);
    if (type != null) {
      ObjectRef ref = normal(manifest);
      given.computeIfAbsent(ref, r -> new GivenObject(r, type, this::found)).add(manifest);
      return;
    }
    SchemaError unknown = ManifestKinds.unknown(manifest);
    if (unknown == null) {
      passedOver.merge(manifest.ref().kind(), 1, Integer::sum);
    } else {
      located.add(manifest.locate(manifest.problem(manifest.ref(), unknown)));
    }
  }

  private void read(GivenObject one) {
    HasMetadata object = one.read(rules);
    if (object != null) {
      objects.add(object);
    }
  }

  private void found(Manifest manifest, Problem problem) {
    located.add(manifest.locate(problem));
    problems.add(problem);
  }

  /** A namespaced object without a namespace is in the namespace default, as for kubectl. */
  private static ObjectRef normal(Manifest manifest) {
    ObjectRef ref = manifest.ref();
    if (!ManifestKinds.isNamespaced(ref.kind())) {
      return new ObjectRef(ref.kind(), null, ref.name());
    }
    ObjectNode metadata = (ObjectNode) manifest.json().get("metadata");
    if (metadata.hasNonNull("namespace")) {
      return ref;
    }
    metadata.put("namespace", "default");
    return new ObjectRef(ref.kind(), "default", ref.name());
  }
}
