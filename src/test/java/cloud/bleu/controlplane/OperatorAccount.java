package cloud.bleu.controlplane;

import cloud.bleu.chart.Helm;
import cloud.bleu.operator.ReleasedRights;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The service account of the chart with the RBAC that the chart renders, installed once on a plane
 * of which the CRDs are there: the operator under test runs with it, so that a missing right is a
 * red test.
 */
public final class OperatorAccount {
  private static final Set<String> RIGHTS =
      Set.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");

  /** Another release than the ones that tests install, whose rights would have the same names. */
  public static final String RELEASE = "bleu-under-test";

  static final String NAMESPACE = "bleu-system";

  /** Of the hour for which a token is good. */
  private static final Duration ASKED_ANEW = Duration.ofMinutes(30);

  private final ControlPlane plane;
  private final String namespace;
  private final String release;
  private @Nullable String kubeconfig;
  private long asked;

  private OperatorAccount(ControlPlane plane, String namespace, String release) {
    this.plane = plane;
    this.namespace = namespace;
    this.release = release;
  }

  /** On a plane with the kinds, whoever brought them. */
  public static OperatorAccount install(ControlPlane plane) {
    return install(plane, List.of());
  }

  /** The account of a further release with these values, in the same namespace. */
  public OperatorAccount beside(String other, String... values) {
    return granted(plane, namespace, other, List.of(values));
  }

  /** The account of a further release with these values, in a namespace of its own. */
  public OperatorAccount elsewhere(String other, String... values) {
    return granted(plane, other, other, List.of(values));
  }

  /** As {@link #install}, with the rights that zones in other clusters ask for. */
  static OperatorAccount installForMembers(ControlPlane plane) {
    return install(
        plane,
        List.of(
            "--set",
            "members.enabled=true,members.companions.enabled=true,"
                + "members.companions.secretNamespaces={*},karmada.enabled=true,clusterProfiles.enabled=true,"
                + "openClusterManagement.enabled=true"));
  }

  private static OperatorAccount install(ControlPlane plane, List<String> values) {
    return granted(plane, NAMESPACE, RELEASE, values);
  }

  /** Returns once the server knows what the account may: an operator may begin at once. */
  private static OperatorAccount granted(
      ControlPlane plane, String namespace, String release, List<String> values) {
    // A creation that is sent again, for want of an answer, would be refused.
    try (KubernetesClient admin = plane.adminClient()) {
      admin
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .serverSideApply();
      // Roles for people have the same names in each release: they stay those of the first.
      rights(namespace, release, values).stream()
          .filter(o -> release.equals(RELEASE) || o.getMetadata().getName().startsWith(release))
          .forEach(object -> admin.resource(object).serverSideApply());
      ReleasedRights.awaitKnown(admin, namespace, release);
    }
    return new OperatorAccount(plane, namespace, release);
  }

  /** What a release gives, and whom. */
  private static List<HasMetadata> rights(String namespace, String release, List<String> values) {
    List<String> arguments = new ArrayList<>(List.of("-n", namespace));
    arguments.addAll(values);
    try {
      Path folder = Files.createTempDirectory("bleu-chart");
      try {
        return Helm.offline(folder).objectsOf(release, arguments.toArray(String[]::new)).stream()
            .filter(object -> RIGHTS.contains(object.getKind()))
            .toList();
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes away what the release of this account gives. */
  public void remove() {
    try (KubernetesClient admin = plane.adminClient()) {
      String label = "app.kubernetes.io/instance";
      admin.rbac().clusterRoleBindings().withLabel(label, release).delete();
      admin.rbac().clusterRoles().withLabel(label, release).delete();
      admin.rbac().roleBindings().inAnyNamespace().withLabel(label, release).delete();
      admin.rbac().roles().inAnyNamespace().withLabel(label, release).delete();
      admin.serviceAccounts().inNamespace(namespace).withLabel(label, release).delete();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Where the account is, and the only place where it may hold the lease of the leader. */
  public String namespace() {
    return namespace;
  }

  /**
   * The text of a kubeconfig with a token that is good for half an hour at least. Tests that come
   * one after the other have the same: to ask for one takes a client and a connection.
   */
  public synchronized String kubeconfig() {
    long now = System.nanoTime();
    if (kubeconfig == null || now - asked > ASKED_ANEW.toNanos()) {
      kubeconfig = newKubeconfig();
      asked = now;
    }
    return kubeconfig;
  }

  private String newKubeconfig() {
    return plane.serviceAccountKubeconfig(namespace, release);
  }

  /** What a client of this account is made from, with the token of {@link #kubeconfig()}. */
  public Config config() {
    return Config.fromKubeconfig(kubeconfig());
  }

  /**
   * As {@link #config()}, with a token of its own, which is good for an hour: for campaigns, which
   * live for longer than half of one.
   */
  public Config campaignConfig() {
    return Config.fromKubeconfig(newKubeconfig());
  }

  /** A new client of this account. The caller closes it. */
  public KubernetesClient client() {
    return plane.client(kubeconfig());
  }
}
