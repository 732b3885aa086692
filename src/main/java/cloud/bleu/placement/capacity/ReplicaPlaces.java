package cloud.bleu.placement.capacity;

import java.util.Arrays;

/**
 * Where the replicas of one workload are, zone by zone, and where they are at home: now, and when
 * the plan began. A replica is away while a zone is home to more than are there. Who is outside the
 * engine's books reads it; it changes by {@link Motion}.
 */
public final class ReplicaPlaces {
  /** A shared array for what is 0 in every zone: most workloads have no other. */
  private static final int[] NOWHERE = {};

  /** By zone: replicas that are there. */
  private final int[] replicas;

  /** By zone: replicas that are at home there, wherever they are. */
  private final int[] homes;

  /** What it had when the plan began. */
  private final int[] before;

  private final int[] homesBefore;

  /** All replicas, now and when the plan began. */
  private int total;

  private int totalBefore;

  /** By zone: running replicas that were too many and are given up in this plan; none moves. */
  private int[] givenUp = NOWHERE;

  /** By zone: replicas that the contingency in force sent there in this plan. */
  private int[] sent = NOWHERE;

  ReplicaPlaces(int zones) {
    replicas = new int[zones];
    homes = new int[zones];
    before = new int[zones];
    homesBefore = new int[zones];
  }

  /** A copy of the places now and when the plan began; nothing was given up or sent. */
  ReplicaPlaces(ReplicaPlaces other) {
    replicas = other.replicas.clone();
    homes = other.homes.clone();
    before = other.before.clone();
    homesBefore = other.homesBefore.clone();
    total = other.total;
    totalBefore = other.totalBefore;
  }

  /** How many zones there are. */
  public int zones() {
    return replicas.length;
  }

  /** Replicas that are in a zone. */
  public int replicas(int zone) {
    return replicas[zone];
  }

  /** Replicas that are at home in a zone, wherever they are. */
  public int homes(int zone) {
    return homes[zone];
  }

  /** Replicas that were in a zone when the plan began. */
  public int before(int zone) {
    return before[zone];
  }

  /** Replicas that were at home in a zone when the plan began. */
  public int homesBefore(int zone) {
    return homesBefore[zone];
  }

  /** Replicas by zone, live: only to be read; whoever keeps them has to clone them. */
  public int[] counts() {
    return replicas;
  }

  /** Replicas by zone when the plan began: to read. */
  public int[] countsBefore() {
    return before;
  }

  /** All replicas, wherever they are. */
  public int total() {
    return total;
  }

  /** All that are at home somewhere. */
  public int totalHomes() {
    return WorkloadState.sum(homes);
  }

  /** All that ran when the plan began. */
  public int totalBefore() {
    return totalBefore;
  }

  /** As many as ran when the plan began, or were at home somewhere if these were more. */
  public int ranOrAtHome() {
    return Math.max(totalBefore, WorkloadState.sum(homesBefore));
  }

  /** Whether it is all as when the plan began. */
  public boolean unchanged() {
    return Arrays.equals(replicas, before) && Arrays.equals(homes, homesBefore);
  }

  /** Running replicas of a zone that were too many and are given up in this plan. */
  public int givenUp(int zone) {
    return givenUp.length == 0 ? 0 : givenUp[zone];
  }

  /** Replicas that the contingency in force sent to a zone in this plan. */
  public int sent(int zone) {
    return sent.length == 0 ? 0 : sent[zone];
  }

  /** Whether nothing was given up, and nothing sent anywhere. */
  boolean keptAll() {
    return givenUp.length == 0 && sent.length == 0;
  }

  /** So many more come to a zone, or leave it when negative; no home changes. */
  void change(int zone, int more) {
    replicas[zone] += more;
    total += more;
  }

  /** So many more are at home in a zone. */
  void settle(int zone, int more) {
    homes[zone] += more;
  }

  /** What stands now is what the plan begins with. */
  void begin() {
    System.arraycopy(replicas, 0, before, 0, replicas.length);
    System.arraycopy(homes, 0, homesBefore, 0, homes.length);
    totalBefore = total;
  }

  /** Replicas are where these counts say; no home changes. */
  void place(int[] counts) {
    System.arraycopy(counts, 0, replicas, 0, replicas.length);
    total = WorkloadState.sum(replicas);
  }

  /** No replica is anywhere; no home changes. */
  void fall() {
    Arrays.fill(replicas, 0);
    total = 0;
  }

  /** All are at home where they are. */
  void settleAll() {
    System.arraycopy(replicas, 0, homes, 0, homes.length);
  }

  /** So many replicas lost the zone that was their home: they are at home where they are now. */
  void settle(int homeless) {
    int left = homeless;
    for (int z = 0; z < replicas.length && left > 0; z++) {
      int settled = Math.min(left, Math.max(0, replicas[z] - homes[z]));
      homes[z] += settled;
      left -= settled;
    }
  }

  /** All that are away are at home where they are, none where it was; how many were away. */
  int settleAway() {
    int away = 0;
    for (int z = 0; z < replicas.length; z++) {
      away += Math.max(0, replicas[z] - homes[z]);
    }
    int settled = 0;
    for (int z = 0; z < replicas.length && settled < away; z++) {
      int empty = Math.max(0, homes[z] - replicas[z]);
      int less = Math.min(empty, away - settled);
      homes[z] -= less;
      settled += less;
    }
    settle(settled);
    return settled;
  }

  /** So many homes of a zone go to where replicas are without one; the rest that is empty goes. */
  void resettle(int zone, int replicasOfIt) {
    int left = Math.min(replicasOfIt, homes[zone] - replicas[zone]);
    for (int to = 0; to < replicas.length && left > 0; to++) {
      int settled = Math.min(left, Math.max(0, replicas[to] - homes[to]));
      homes[to] += settled;
      homes[zone] -= settled;
      left -= settled;
    }
    int away = Math.max(0, homesBefore[zone] - before[zone]);
    homes[zone] = Math.min(homes[zone], replicas[zone] + away);
  }

  /** Of homes beyond so many, those that are empty go, of the last zone first. */
  void forgetHomes(int most) {
    int surplus = WorkloadState.sum(homes) - most;
    for (int z = homes.length - 1; z >= 0 && surplus > 0; z--) {
      int less = Math.min(surplus, Math.max(0, homes[z] - replicas[z]));
      homes[z] -= less;
      surplus -= less;
    }
  }

  /** One goes from a zone to another and takes its home with it, if it is not away from one. */
  void move(int from, int to) {
    boolean settled = replicas[from] <= homes[from];
    boolean owned = homes[to] > replicas[to];
    replicas[from]--;
    replicas[to]++;
    if (settled) {
      homes[from]--;
      homes[owned ? refugee(to) : to]++;
    }
  }

  /** The first zone with more replicas than homes: one of them is at home there now. */
  private int refugee(int otherwise) {
    for (int z = 0; z < replicas.length; z++) {
      if (replicas[z] > homes[z]) {
        return z;
      }
    }
    return otherwise;
  }

  /** One is given up: at home it takes its home with it, else one from where it came from. */
  void giveUp(int zone) {
    replicas[zone]--;
    total--;
    if (givenUp.length == 0) {
      givenUp = new int[replicas.length];
    }
    givenUp[zone]++;
    int home = homes[zone] > replicas[zone] ? zone : emptiest();
    if (home >= 0) {
      homes[home]--;
    }
  }

  /** The last of the zones from which most are away; -1 for none. */
  private int emptiest() {
    int emptiest = -1;
    for (int z = 0; z < homes.length; z++) {
      int lacks = homes[z] - replicas[z];
      if (lacks > 0 && (emptiest < 0 || lacks >= homes[emptiest] - replicas[emptiest])) {
        emptiest = z;
      }
    }
    return emptiest;
  }

  /** Notes that the contingency in force sent so many to a zone. */
  void send(int zone, int more) {
    if (sent.length == 0) {
      sent = new int[replicas.length];
    }
    sent[zone] += more;
  }

  /** So many homes of a zone are gone, or as many as there are. */
  void loseHomes(int zone, int less) {
    homes[zone] -= Math.min(homes[zone], less);
  }

  /** No more are at home in a zone than are there. */
  void loseEmptyHomes(int zone) {
    homes[zone] = Math.min(homes[zone], replicas[zone]);
  }

  /** Has nowhere more than another; homes are no more than there, or than are in use. */
  void loseBeyond(ReplicaPlaces other) {
    for (int z = 0; z < replicas.length; z++) {
      replicas[z] = Math.min(replicas[z], other.replicas[z]);
      homes[z] = Math.min(homes[z], Math.max(replicas[z], other.homes[z]));
    }
    total = WorkloadState.sum(replicas);
  }

  /** Replicas and homes are again where they were; what was given up and sent stays noted. */
  void putBack(int[] counts, int[] home) {
    place(counts);
    System.arraycopy(home, 0, homes, 0, homes.length);
  }

  /** Homes by zone, as they are now. */
  public int[] copyOfHomes() {
    return homes.clone();
  }
}
