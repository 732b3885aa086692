package cloud.bleu.evidence.chain;

/**
 * Something because of which a chain fails verification.
 *
 * @param code UpperCamelCase and stable
 * @param where the file and line, or the entry
 * @param message what is wrong there
 */
public record ChainFault(Code code, String where, String message) {

  /** What can be wrong. */
  public enum Code {
    /** There is no entry. */
    NothingToCheck,
    /** No checkpoint of the trusted key is of an entry here. */
    NothingSigned,
    /** A link, a pipe or a directory has the name of a file: what is read there is elsewhere. */
    NotRegular,
    /** A line is not an entry in canonical form. */
    LineUnreadable,
    /** An entry is not the one that the next one names. */
    EntryChanged,
    /** The operator found that entries were gone which it had signed. */
    EntriesGone,
    /** The operator found that what the chain knew was not here as it was recorded. */
    BaselineLost,
    /** A checkpoint is of another cluster than was asked for, or does not say of which. */
    OriginDiffers,
    /** Numbers are left out and no signed entry says why. */
    EntriesMissing,
    /** The chain does not begin where a signed entry says it does. */
    BeginningMissing,
    /** An entry stands after one with a higher number. */
    EntryOutOfOrder,
    /** Two entries with one number. */
    EntryTwice,
    /** A segment is not named after its first entry. */
    SegmentRenamed,
    /** A checkpoint is not one, or not signed by the trusted key. */
    SignatureInvalid,
    /** The entry of a checkpoint is another one than was signed. */
    CheckpointDiffers,
    /** A checkpoint names one before it that is not here, or not in its place. */
    CheckpointMissing,
    /** A checkpoint is of an entry after the last one here. */
    Truncated,
    /** A document that an entry was decided on is not here. */
    InputMissing,
    /** A document has another digest than its name. */
    InputChanged,
    /** An instant contradicts another: of an entry before, of what was decided on, of now. */
    TimeContradicts,
    /** A name is not the one that its pseudonym was made of. */
    PersonChanged,
    /** The engine decides something else on the recorded inputs. */
    DecisionDiffers,
    /** The recorded inputs start from another state than the chain. */
    StateDiffers,
    /** The independent checker finds a fault in a decision of another release. */
    CheckFailed
  }
}
