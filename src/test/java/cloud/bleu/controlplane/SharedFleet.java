package cloud.bleu.controlplane;

import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.PlaneFlags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fleet of all classes that ask for the same number of members and have none of their own, and
 * the operator's account on its hub. As {@link SharedPlane}, they live as long as the JVM.
 */
final class SharedFleet {
  private static final Map<Integer, SharedFleet> BY_MEMBERS = new ConcurrentHashMap<>();

  private final Once<Fleet> fleet;
  private final Once<OperatorAccount> account =
      new Once<>(() -> OperatorAccount.installForMembers(fleet().hub()));

  private SharedFleet(int members) {
    this.fleet =
        new Once<>(
            () -> ControlPlaneExtension.start(PlaneFlags.NONE, PlaneFlags.NONE, true, members));
  }

  static SharedFleet of(int members) {
    return BY_MEMBERS.computeIfAbsent(members, SharedFleet::new);
  }

  Fleet fleet() {
    return fleet.get();
  }

  OperatorAccount account() {
    return account.get();
  }
}
