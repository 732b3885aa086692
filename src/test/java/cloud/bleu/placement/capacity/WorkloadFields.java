package cloud.bleu.placement.capacity;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The fields of a {@link WorkloadState} and of its parts as text, to tell what a turn did to them.
 * Each is one that turns change, which is put back when they are taken back, or is named here as
 * one that none changes.
 */
public final class WorkloadFields {
  static final List<Class<?>> PARTS =
      List.of(
          WorkloadState.class,
          ReplicaPlaces.class,
          WorkloadRoom.class,
          Motion.class,
          TurnNotes.class,
          TurnRole.class);

  /** Set while placements are loaded, and by motion, before anybody's turn. */
  private static final Set<String> BEFORE_TURNS =
      Set.of(
          "compiled",
          "inForce",
          "before",
          "homesBefore",
          "totalBefore",
          "sent",
          "givenUp",
          "ceiling",
          "keptApart");

  /** Whose turn is over, and who was tried: of the cycle, which knows why. */
  private static final Set<String> OF_THE_CYCLE =
      Set.of("decided", "follows", "heldBack", "heldForRoom");

  /** Set around one question, and put back by whoever asks it. */
  private static final Set<String> OF_A_QUESTION = Set.of("withdrawn", "moving", "bounds");

  private WorkloadFields() {}

  /** Those that turns change. */
  static Stream<Field> changed() {
    return all().filter(field -> !isKept(field));
  }

  /** What turns change of a workload, by field. */
  public static Map<String, String> ofTurns(WorkloadState workloadState) {
    return texts(changed(), workloadState);
  }

  /** What no turn changes of a workload, by field. */
  public static Map<String, String> kept(WorkloadState workloadState) {
    return texts(all().filter(WorkloadFields::isKept), workloadState);
  }

  /**
   * The value of a field. Where no room is held for replicas that wait to go home, neither is it
   * said whose it would be: nobody reads that then.
   */
  static String text(Field field, WorkloadState workloadState) {
    try {
      Object value = field.get(part(field, workloadState));
      boolean ofHomes = field.getName().equals("held") || field.getName().equals("refugees");
      if (ofHomes && Arrays.stream(workloadState.room().held()).allMatch(held -> held == 0)) {
        return "nothing";
      }
      if (value instanceof int[] counts) {
        return Arrays.toString(counts);
      }
      if (value instanceof boolean[] flags) {
        return Arrays.toString(flags);
      }
      if (value instanceof MoveList moves) {
        return text(moves);
      }
      return value instanceof EvacuationPlan plan ? text(plan) : String.valueOf(value);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Moves moves) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < moves.size(); i++) {
      text.append(moves.from(i)).append('>').append(moves.to(i)).append('=');
      text.append(moves.count(i)).append(' ');
    }
    return text.toString();
  }

  private static String text(EvacuationPlan plan) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < plan.size(); at++) {
      text.append(plan.ownEvent(at)).append(": ").append(text(plan.movesAt(at)));
      text.append(plan.evictsAt(at)).append(", ");
    }
    return text.toString();
  }

  private static Map<String, String> texts(Stream<Field> fields, WorkloadState workloadState) {
    Map<String, String> texts = new TreeMap<>();
    fields.forEach(field -> texts.put(field.getName(), text(field, workloadState)));
    return texts;
  }

  private static boolean isKept(Field field) {
    return Stream.of(BEFORE_TURNS, OF_THE_CYCLE, OF_A_QUESTION)
        .anyMatch(kept -> kept.contains(field.getName()));
  }

  /** Notes of a workload what only a whole plan comes to note. */
  public static void set(WorkloadState workloadState, String name, Object value) {
    Field field = all().filter(each -> each.getName().equals(name)).findFirst().orElseThrow();
    try {
      field.set(part(field, workloadState), value);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Says what a workload had when the plan began, whatever it has now. */
  public static void began(WorkloadState workloadState, int... before) {
    System.arraycopy(before, 0, workloadState.places().countsBefore(), 0, before.length);
    set(workloadState, "totalBefore", WorkloadState.sum(workloadState.places().countsBefore()));
  }

  /** What of a workload has a field. */
  static Object part(Field field, WorkloadState workloadState) {
    return Stream.of(
            workloadState,
            workloadState.places(),
            workloadState.room(),
            workloadState.motion(),
            workloadState.notes(),
            workloadState.turnRole())
        .filter(part -> part.getClass() == field.getDeclaringClass())
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Field> all() {
    return PARTS.stream()
        .flatMap(part -> Arrays.stream(part.getDeclaredFields()))
        .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
        .filter(field -> !PARTS.contains(field.getType()))
        .filter(
            field ->
                field.getType() != EvacuationPlan.class
                    || field.getDeclaringClass() == WorkloadState.class)
        .peek(field -> field.setAccessible(true));
  }
}
