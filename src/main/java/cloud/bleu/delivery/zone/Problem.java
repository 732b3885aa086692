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
public record Problem(
    String code,
    String message,
    boolean canPassByItself,
    @Nullable String unseen,
    boolean isOfEndingNamespace) {

  /** Of which the namespace is not being deleted. */
  public Problem(String code, String message, boolean canPassByItself, @Nullable String unseen) {
    this(code, message, canPassByItself, unseen, false);
  }

  /** Of which it does not matter in which zone it is. */
  public Problem(String code, String message, boolean canPassByItself) {
    this(code, message, canPassByItself, null);
  }

  /** The same as a problem of a namespace that is being deleted in the cluster of the workload. */
  public Problem ofEndingNamespace() {
    return new Problem(code, message, canPassByItself, unseen, true);
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

  /**
   * Something that has been left still stands, and is on its way out.
   *
   * @param object its kind and its name
   * @param zone in which it stands; empty for what a cluster holds once
   */
  public static Problem removing(String object, String zone) {
    return new Problem(
        REMOVING,
        object
            + " still stands"
            + (zone.isEmpty() ? "" : " in zone " + zone)
            + "; it is being removed",
        true);
  }

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
}
