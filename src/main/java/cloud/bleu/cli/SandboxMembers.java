package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.Surface;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.Sandbox;
import cloud.bleu.sandbox.ZoneNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/**
 * The member clusters beside a sandbox: which are refused, what each has, and what is said of it.
 */
final class SandboxMembers {

  private static final int MOST = 4;

  private SandboxMembers() {}

  /**
   * Whether so many can be started.
   *
   * @param real whether the control plane is a real one
   * @param zones of the directory that is loaded
   * @throws BadInputException saying why not, and what would do
   */
  static void check(int members, boolean real, List<AvailabilityZone> zones, String directory) {
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
  }

  /**
   * Gives each member the nodes of one zone, and the sandbox a Secret by which each is reached;
   * says what there is.
   *
   * @param zones the first for the first member, and so on; at least as many as members
   * @param namespace of the operator, where the Secrets go
   */
  static void fill(
      Sandbox sandbox, List<AvailabilityZone> zones, String namespace, Surface surface) {
    List<FleetMember> members = sandbox.members();
    if (members.isEmpty()) {
      return;
    }
    surface
        .err()
        .println(
            "Member clusters run beside it, with Secrets for their kubeconfigs in namespace "
                + namespace
                + ".");
    surface
        .err()
        .println(
            "No zone is in them yet; name one of these Secrets in spec.target.cluster of a zone:");
    List<HasMetadata> secrets = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      FleetMember member = members.get(i);
      ZoneNodes.of(zones.get(i)).forEach(member.nodes()::add);
      secrets.add(member.kubeconfigSecret(namespace));
      surface
          .err()
          .println(
              "  "
                  + member.name()
                  + " has nodes like zone "
                  + zones.get(i).getMetadata().getName()
                  + ": kubectl --context "
                  + member.name()
                  + " get nodes");
    }
    List<String> refused = sandbox.apply(secrets);
    if (!refused.isEmpty()) {
      throw new BadInputException(refused);
    }
  }
}
