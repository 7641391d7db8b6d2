package org.partitioners.hadoop;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** Tells of every step that changes or reads anything, before it is done; half-way for a write. */
final class SteppedFileSystem extends FilterFileSystem {

  interface Step {
    void before(String operation);
  }

  /** The process is gone: whatever it tries from now on has no effect. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1;

    Died(String operation) {
      super("died before " + operation);
    }
  }

  private final Step step;

  SteppedFileSystem(FileSystem fs, Step step) {
    super(fs);
    this.step = step;
  }

  /** Dies at a step, the first being 0, and at every later one. */
  static SteppedFileSystem dying(FileSystem fs, int at) {
    int[] steps = {0};
    return new SteppedFileSystem(
        fs,
        operation -> {
          if (steps[0]++ >= at) {
            throw new Died(operation);
          }
        });
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    step.before("list");
    return fs.listStatus(path);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    step.before("status");
    return fs.getFileStatus(path);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    step.before("mkdirs");
    return fs.mkdirs(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    step.before("open");
    return fs.open(path, bufferSize);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    step.before("rename");
    return fs.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    step.before("delete");
    return fs.delete(path, recursive);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    step.before("create");
    return stepped(
        fs.create(path, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  @SuppressWarnings("rawtypes")
  public FSDataOutputStreamBuilder createFile(Path path) {
    return new SteppedBuilder(fs, path);
  }

  private FSDataOutputStream stepped(FSDataOutputStream out) throws IOException {
    return new FSDataOutputStream(new SteppedStream(out), null);
  }

  private final class SteppedStream extends OutputStream implements Syncable {
    private final FSDataOutputStream out;

    SteppedStream(FSDataOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      step.before("write");
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length / 2);
      step.before("write");
      out.write(bytes, offset + length / 2, length - length / 2);
    }

    @Override
    public void hflush() throws IOException {
      step.before("hflush");
      out.hflush();
    }

    @Override
    public void hsync() throws IOException {
      step.before("hsync");
      out.hsync();
    }

    @Override
    public void close() throws IOException {
      step.before("close");
      out.close();
    }
  }

  private final class SteppedBuilder
      extends FSDataOutputStreamBuilder<FSDataOutputStream, SteppedBuilder> {
    private final FSDataOutputStreamBuilder<?, ?> builder;

    SteppedBuilder(FileSystem fs, Path path) {
      super(fs, path);
      this.builder = fs.createFile(path);
    }

    @Override
    public SteppedBuilder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      step.before("createFile");
      for (String key : getMandatoryKeys()) {
        builder.must(key, getOptions().get(key));
      }
      return stepped(builder.build());
    }
  }
}
