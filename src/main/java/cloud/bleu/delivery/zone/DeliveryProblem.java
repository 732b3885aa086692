package cloud.bleu.delivery.zone;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Something that keeps a decision from being delivered.
 *
 * @param code UpperCamelCase and stable: it becomes a condition reason
 * @param message stable text that ends with what to do next
 * @param canPassByItself false: a person must act
 * @param unseen the zone that nothing is seen of, where that is the problem; null: it is another
 * @param isOfEndingNamespace whether it is that the namespace of the workload is being deleted in
 *     its own cluster, which whoever deletes it knows
 */
public record DeliveryProblem(
    String code,
    String message,
    boolean canPassByItself,
    @Nullable String unseen,
    boolean isOfEndingNamespace) {

  /** The API server refuses a write, for whatever reason it says. */
  public static final String REFUSED = "DeliveryRefused";

  /** The API server would not take the pod template. */
  public static final String REJECTED = "TemplateRejected";

  /** A name that an object of the workload has is taken by somebody else. */
  public static final String NAME_CONFLICT = "NameConflict";

  /** What somebody else added to an object of the workload stays, though it was taken away. */
  public static final String KEPT = "EditKept";

  /** What pods mention, or what is to go along with them, is not there. */
  public static final String COMPANION_MISSING = "CompanionMissing";

  /** Something of a workload that has left a zone still stands there, and is on its way out. */
  public static final String REMOVING = "Removing";

  /** The cluster that a zone is in is not reached, so nothing is known of what stands there. */
  public static final String UNREACHABLE = "TargetUnreachable";

  /** A zone is in another cluster than what is held of it. */
  public static final String ANOTHER_CLUSTER = "AnotherCluster";

  /** A zone is in a cluster that is known already by other means, so that its nodes may be too. */
  public static final String SAME_CLUSTER = "SameCluster";

  /** An object carries the label of another hub: it may be what this one wrote, restored. */
  public static final String ANOTHER_HOME = "AnotherHome";

  /** Two clusters say the same uid, and nothing vouches that they are one. */
  public static final String SAME_IDENTITY = "SameIdentity";

  /** Whether anything is left is not known yet: the server has to be asked first. */
  public static final DeliveryProblem LEFT_UNKNOWN =
      passing(REMOVING, "the cluster of the zone is asked whether anything is left there");

  /** A problem that can pass by itself. */
  public static DeliveryProblem passing(String code, String message) {
    return new DeliveryProblem(code, message, true, null, false);
  }

  /** A problem that remains until a person acts. */
  public static DeliveryProblem forPerson(String code, String message) {
    return new DeliveryProblem(code, message, false, null, false);
  }

  /** The problem that a cluster is not reached. */
  public static DeliveryProblem unreachable(String message) {
    return passing(UNREACHABLE, message);
  }

  /** The problem that nothing is seen of a zone, as its cluster is not reached. */
  public static DeliveryProblem unseenZone(String message, String zone) {
    return new DeliveryProblem(UNREACHABLE, message, true, zone, false);
  }

  /**
   * Something that has been left still stands, and is on its way out.
   *
   * @param object its kind and its name
   * @param zone in which it stands; empty for what a cluster holds once
   */
  public static DeliveryProblem removing(String object, String zone) {
    return passing(
        REMOVING,
        object
            + " still stands"
            + (zone.isEmpty() ? "" : " in zone " + zone)
            + "; it is being removed");
  }

  /** The problem of the same kind with another message, of no zone in particular. */
  public DeliveryProblem withMessage(String other) {
    return canPassByItself ? passing(code, other) : forPerson(code, other);
  }

  /** A copy: the namespace is being deleted in the cluster of the workload. */
  public DeliveryProblem ofEndingNamespace() {
    return new DeliveryProblem(code, message, canPassByItself, unseen, true);
  }

  /**
   * Whether it is only that nothing is seen of a zone that the decision has left: every zone of the
   * decision may be as decided all the same.
   *
   * @param decided zones that have replicas by the decision
   */
  public boolean isBehind(Collection<String> decided) {
    return unseen != null && !decided.contains(unseen);
  }
}
