package cloud.bleu.evidence.chain;

/**
 * Something because of which a chain fails verification.
 *
 * @param code UpperCamelCase and stable
 * @param where the file and line, or the entry
 * @param message what is wrong there
 */
public record ChainFault(Code code, String where, String message) {

  /** That there is no entry. */
  public static ChainFault nothing() {
    return new ChainFault(
        Code.NothingToCheck,
        EvidenceFiles.CHAIN,
        "there is no entry; give the directory that the operator exports to, and look for its files if this is the one");
  }

  /**
   * That the chain ends before an entry of which there is a checkpoint.
   *
   * @param where the checkpoint is
   * @param last entry that is here; 0 for none
   * @param signed the entry of the checkpoint
   */
  static ChainFault truncated(String where, long last, long signed) {
    return new ChainFault(
        Code.Truncated,
        where,
        "entries %s to %s are missing: the chain ends with entry %s, and entry %s was signed"
            .formatted(last + 1, signed, last, signed));
  }

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
    /** A key signs again after another one had replaced it. */
    KeyReturned,
    /** Two checkpoints of trusted keys say of one entry that it is two. */
    CheckpointsContradict,
    /** Checkpoints were given, and no entry here is one of theirs. */
    CheckpointUnmet,
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
