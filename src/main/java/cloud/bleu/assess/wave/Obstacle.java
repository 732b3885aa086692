package cloud.bleu.assess.wave;

import cloud.bleu.assess.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * Something that stands in the way of a wave, or that somebody has to look at first.
 *
 * @param workload as the assessment shows it, empty where it is the whole wave
 * @param place of a finding; null for what is found in no manifest
 * @param says what is so, and what to do
 */
public record Obstacle(Kind kind, String workload, @Nullable Place place, String says) {

  /** What kind of thing it is. */
  public enum Kind {
    /** An open finding of severity Blocks. */
    Blocks,
    /** The target does not take it. */
    NotPlaced,
    /** A workload of an earlier wave would lose its room. */
    Displaces,
    /** Nothing moves on that day. */
    Freeze,
    /** It would move before what it needs. */
    Date,
    /** Its date is over, and it has not moved. */
    Past,
    /** It keeps nothing from moving; somebody has to look at it before. */
    Look
  }

  /** Whether the wave does not move while it is so. */
  public boolean stops() {
    return kind != Kind.Look;
  }
}
