package cloud.bleu.cli.sandbox;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec;
import cloud.bleu.api.v1alpha1.KubeconfigSecretRef;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.Sandbox;
import cloud.bleu.sandbox.ZoneNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The member clusters beside a sandbox: which are refused, what each has, and what is said of it.
 */
public final class SandboxMembers {

  private static final int MOST = 4;

  private SandboxMembers() {}

  /**
   * Whether so many can be started.
   *
   * @param real whether the control plane is a real one
   * @param zones of the directory that is loaded
   * @throws BadInputException saying why not, and what would do
   */
  public static void check(
      int members, boolean real, List<AvailabilityZone> zones, String directory) {
    if (members < 0 || members > MOST) {
      throw new BadInputException("--members " + members + ": give a number from 0 to " + MOST);
    }
    if (members > 0 && !real) {
      throw new BadInputException(
          "--members "
              + members
              + ": the API server inside this process is one cluster; add --control-plane real");
    }
    if (members > zones.size()) {
      throw new BadInputException(
          "--members "
              + members
              + ": each has the nodes of a zone, and "
              + directory
              + " has "
              + zones.size()
              + "; give a number up to that");
    }
    int clusters = secrets(zones).size();
    if (members > 0 && members < clusters) {
      throw new BadInputException(
          "--members "
              + members
              + ": the zones of "
              + directory
              + " are in "
              + clusters
              + " other clusters, by the Secrets "
              + String.join(", ", secrets(zones).keySet())
              + "; give --members "
              + clusters
              + " or more");
    }
  }

  /**
   * Whether zones that are to be lost are there.
   *
   * @param zones of the directory that is loaded
   * @throws BadInputException naming those that are not, with what was probably meant
   */
  public static void checkLost(List<String> lost, List<AvailabilityZone> zones, String directory) {
    TreeSet<String> known = new TreeSet<>();
    zones.forEach(zone -> known.add(zone.getMetadata().getName()));
    List<String> unknown =
        lost.stream()
            .filter(zone -> !known.contains(zone))
            .map(
                zone ->
                    "--lose "
                        + zone
                        + ": "
                        + directory
                        + " has no such AvailabilityZone"
                        + NearestName.of(zone, known)
                            .map(name -> "; did you mean " + name + "?")
                            .orElse(
                                known.isEmpty()
                                    ? "; it has none"
                                    : "; it has " + String.join(", ", known)))
            .toList();
    if (!unknown.isEmpty()) {
      throw new BadInputException(unknown);
    }
  }

  /**
   * Waits until every workload has its zones, or the time is up: a zone in a member takes nothing
   * before that has answered, and one in no member never does.
   */
  public static void awaitAnswers(SandboxWatch watch, List<FleetMember> members, Duration patience)
      throws InterruptedException {
    if (!members.isEmpty()) {
      watch.comes(patience, watch::allPlaced);
    }
  }

  /**
   * The member that a zone is in: the first one for the first Secret by name, and so on.
   *
   * @param zones all of them
   * @return null when the zone is nodes of the sandbox itself, or in no member
   */
  public static @Nullable FleetMember of(
      String zone, List<AvailabilityZone> zones, List<FleetMember> members) {
    int number = 0;
    for (List<String> names : secrets(zones).values()) {
      if (names.contains(zone)) {
        return number < members.size() ? members.get(number) : null;
      }
      number++;
    }
    return null;
  }

  /**
   * Gives each member its nodes, and the sandbox a Secret by which each is reached; says what there
   * is. The first member is the cluster of the first Secret by name, and so on. Any other has the
   * nodes of one zone, which is not in it.
   *
   * @param zones at least as many as members
   * @param namespace of the operator, where the Secrets go
   */
  public static void fill(
      Sandbox sandbox, List<AvailabilityZone> zones, String namespace, IOStreams streams) {
    List<FleetMember> members = sandbox.members();
    PrintWriter err = streams.err();
    SortedMap<String, List<String>> named = secrets(zones);
    if (members.isEmpty()) {
      if (!named.isEmpty()) {
        err.println(
            "Zones "
                + String.join(", ", named.values().stream().flatMap(List::stream).toList())
                + " are in other clusters, which are not here: add --control-plane real --members "
                + named.size()
                + ".");
      }
      return;
    }
    err.println(
        "Member clusters run beside it, with Secrets for their kubeconfigs in namespace "
            + namespace
            + ".");
    if (named.isEmpty()) {
      err.println(
          "No zone is in them yet; name one of these Secrets in spec.target.cluster of a zone:");
    }
    List<HasMetadata> secrets = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      FleetMember member = members.get(i);
      List<AvailabilityZone> own =
          zones.stream()
              .filter(zone -> member.equals(of(zone.getMetadata().getName(), zones, members)))
              .toList();
      List<AvailabilityZone> like = own.isEmpty() ? List.of(zones.get(i)) : own;
      like.forEach(zone -> ZoneNodes.of(zone).forEach(member.nodes()::add));
      if (own.isEmpty()) {
        secrets.add(member.kubeconfigSecret(namespace));
      }
      own.forEach(zone -> secrets.add(secret(member, namespace, zone)));
      err.println(
          "  "
              + member.name()
              + (own.isEmpty() ? " has nodes like zone " : " is zone ")
              + String.join(", ", like.stream().map(z -> z.getMetadata().getName()).toList())
              + ": kubectl --context "
              + member.name()
              + " get nodes");
    }
    List<String> refused = sandbox.apply(secrets);
    if (!refused.isEmpty()) {
      throw new BadInputException(refused);
    }
  }

  /** The Secret of a member as a zone names it. */
  private static Secret secret(FleetMember member, String namespace, AvailabilityZone zone) {
    KubeconfigSecretRef ref = zone.getSpec().target().cluster().kubeconfigSecretRef();
    Secret made = member.kubeconfigSecret(namespace);
    return new SecretBuilder(made)
        .editMetadata()
        .withName(ref.name())
        .endMetadata()
        .withData(
            Map.of(
                Objects.requireNonNullElse(ref.key(), FleetMember.KUBECONFIG_KEY),
                made.getData().get(FleetMember.KUBECONFIG_KEY)))
        .build();
  }

  /** The zones of each Secret that some name, in the order of the Secrets. */
  private static SortedMap<String, List<String>> secrets(List<AvailabilityZone> zones) {
    TreeMap<String, List<String>> secrets = new TreeMap<>();
    for (AvailabilityZone zone : zones) {
      AvailabilityZoneSpec.Target target = zone.getSpec() == null ? null : zone.getSpec().target();
      if (target != null
          && target.cluster() != null
          && target.cluster().kubeconfigSecretRef() != null) {
        secrets
            .computeIfAbsent(
                String.valueOf(target.cluster().kubeconfigSecretRef().name()),
                name -> new ArrayList<>())
            .add(zone.getMetadata().getName());
      }
    }
    return secrets;
  }
}
