package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.delivery.gate.ChartPolicies;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the operator of a cluster works: its kinds, its leader, its admission policies and, where
 * they are given by namespace, its rights.
 */
public final class Installation {

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          AvailabilityZone.class,
          BleuWorkload.class,
          CloudProvider.class,
          DecisionLedger.class,
          MigrationPlan.class,
          PlacementGate.class,
          ResilienceDrill.class,
          SovereigntyPolicy.class,
          SovereigntyWaiver.class,
          WorkloadPlacement.class);

  private static final String GROUP = HasMetadata.getGroup(BleuWorkload.class);

  /** What an operator changes in every namespace that it serves. */
  private static final List<Change> CHANGES =
      List.of(
          new Change(GROUP, "workloadplacements", "create"),
          new Change(GROUP, "bleuworkloads", "patch"),
          new Change("apps", "deployments", "create"),
          new Change("", "pods", "patch"));

  /** What to do about a right that no role of the chart has by itself. */
  private static final String ASK = "ask for that right";

  /** Names that a person reads in a table. */
  private static final int NAMED = 4;

  private final KubernetesClient client;

  private record Change(String group, String resource, String verb) {}

  /**
   * What was looked at.
   *
   * @param what one word for it
   * @param message what was found, and what to do where it does not hold
   */
  public record Check(String what, boolean holds, String message) {}

  /** Asks with the rights of the user of this client. */
  public Installation(KubernetesClient client) {
    this.client = client;
  }

  /** Whether the API server serves every kind of the operator. */
  public Check kinds() {
    return check("kinds", "read what the API server serves", ASK, this::served);
  }

  private Check served() {
    String version = HasMetadata.getApiVersion(BleuWorkload.class);
    APIResourceList list = client.getApiResources(version);
    Set<String> served =
        list == null
            ? Set.of()
            : list.getResources().stream().map(APIResource::getName).collect(Collectors.toSet());
    SortedSet<String> missing = new TreeSet<>();
    KINDS.stream()
        .map(HasMetadata::getPlural)
        .filter(kind -> !served.contains(kind))
        .forEach(missing::add);
    return missing.isEmpty()
        ? new Check("kinds", true, "all " + KINDS.size() + " kinds of " + version + " are served")
        : new Check(
            "kinds",
            false,
            "the API server does not serve "
                + named(missing)
                + " of "
                + version
                + "; install the CRDs: kubectl apply --server-side -f crds/");
  }

  /**
   * Whether one operator leads and renews its lease.
   *
   * @param namespace that the operator runs in
   * @param name of the lease
   * @param now by the clock of this machine; by another clock a lease may look older or newer
   */
  public Check leader(String namespace, String name, Instant now) {
    return check(
        "leader",
        "get the Lease " + name + " in " + namespace,
        "have the Role bleu-lease-reader of the chart bound to it there; or name the namespace of"
            + " the operator with -n",
        () ->
            LeaseAge.check(
                namespace, name, client.leases().inNamespace(namespace).withName(name).get(), now));
  }

  /** Whether the admission policies of the chart are there, fail closed and are bound. */
  public Check admission() {
    return check(
        "admission",
        "list validatingadmissionpolicies and validatingadmissionpolicybindings of"
            + " admissionregistration.k8s.io",
        "have the ClusterRole bleu-reader of the chart bound to it",
        this::bound);
  }

  /**
   * The admission policies that keep decisions and what they rest on, and that are not there or do
   * not refuse; null where this user may not list them.
   */
  public static @Nullable SortedSet<String> missingAdmission(KubernetesClient client) {
    try {
      return missing(client, ChartPolicies.ALL);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return ChartPolicies.missing(ChartPolicies.ALL, List.of(), List.of());
      }
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return null;
    }
  }

  private static SortedSet<String> missing(
      KubernetesClient client, List<ChartPolicies.Bound> wanted) {
    var api = client.admissionRegistration().v1();
    return ChartPolicies.missing(
        wanted,
        api.validatingAdmissionPolicies().list().getItems(),
        api.validatingAdmissionPolicyBindings().list().getItems());
  }

  private Check bound() {
    SortedSet<String> missing = missing(client, ChartPolicies.CHART);
    return missing.isEmpty()
        ? new Check("admission", true, "the admission policies of the chart are bound")
        : new Check(
            "admission",
            false,
            "missing, or not doing their part: "
                + named(missing)
                + "; upgrade the chart with admission.enabled=true");
  }

  /**
   * Whether the operator may change objects in namespaces.
   *
   * @param account its user, as in {@code system:serviceaccount:bleu-system:bleu}
   */
  public Check rights(List<String> namespaces, String account) {
    return check(
        "rights",
        "create subjectaccessreviews of authorization.k8s.io",
        ASK,
        () -> {
          SortedSet<String> lacking = new TreeSet<>();
          for (String namespace : namespaces) {
            CHANGES.stream()
                .filter(change -> !may(account, change, namespace))
                .findFirst()
                .ifPresent(change -> lacking.add(namespace));
          }
          return lacking.isEmpty()
              ? new Check("rights", true, account + " may change objects in " + named(namespaces))
              : new Check(
                  "rights",
                  false,
                  account
                      + " may not change objects in "
                      + named(lacking)
                      + "; name it in rbac.namespaces of the chart and upgrade, or bind the"
                      + " ClusterRole of the release that ends with -changes there");
        });
  }

  private boolean may(String account, Change change, String namespace) {
    return client
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(account)
                .withNewResourceAttributes()
                .withGroup(change.group())
                .withResource(change.resource())
                .withVerb(change.verb())
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }

  /** The first of them: without the chart all are missing. */
  static String named(Collection<String> missing) {
    String first = missing.stream().limit(NAMED).collect(Collectors.joining(", "));
    return missing.size() > NAMED ? first + " and " + (missing.size() - NAMED) + " more" : first;
  }

  /**
   * Looks, and says so where this account may not.
   *
   * @param right that it takes
   * @param advice how to get that right
   */
  private static Check check(String what, String right, String advice, Supplier<Check> look) {
    try {
      return look.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return new Check(what, false, "not seen: this account may not " + right + "; " + advice);
    }
  }
}
